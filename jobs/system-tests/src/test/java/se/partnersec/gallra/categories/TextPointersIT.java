package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Customers known by words: a contract that spells its customer otherwise is that customer's contract all the same. */
@GallraTest(share = Share.TEST)
@Tag("full")
class TextPointersIT {
    private final Workplace work;
    private final LocalDate today;

    TextPointersIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        String text = " VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL";
        for (String sql : List.of(
                "CREATE TABLE " + work.table("kund") + " (nr" + text + " PRIMARY KEY) ENGINE=InnoDB",
                "CREATE TABLE " + work.table("konto") + " (id BIGINT PRIMARY KEY, kund_nr" + text
                        + ", FOREIGN KEY (kund_nr) REFERENCES kund (nr)) ENGINE=InnoDB",
                "CREATE TABLE " + work.table("avtal") + " (id BIGINT PRIMARY KEY, kund_nr" + text
                        + ", start DATE, slut DATE, lage VARCHAR(10), FOREIGN KEY (kund_nr) REFERENCES kund (nr)) ENGINE=InnoDB",
                "CREATE TABLE " + work.table("faktura") + " (id BIGINT PRIMARY KEY, kund_nr" + text
                        + ", lage VARCHAR(10), FOREIGN KEY (kund_nr) REFERENCES kund (nr)) ENGINE=InnoDB")) {
            work.admin().execute(sql);
        }
        work.change("sources.yml", shipped -> """
                schema: %s
                identities:
                  customer: {table: kund, key: nr}
                categories:
                  user-data:
                    table: konto
                    key: id
                    columns: {}
                    scopes: {customer: [kund_nr]}
                    parents:
                      kund: {table: kund, key: nr, column: kund_nr}
                    facts:
                      contracts:
                        {table: avtal, key: id, parent: kund_nr, of: kund, columns: {start_on: start, end_on: slut, status: lage}}
                      invoices: {table: faktura, key: id, parent: kund_nr, of: kund, columns: {status: lage}}
                """.formatted(work.schemas().business()));
        work.insert("kund", "nr", "Kund-1");
        work.insert("kund", "nr", "Kund-2");
        work.insert("konto", "id, kund_nr", 1, "Kund-1");
        work.insert("konto", "id, kund_nr", 2, "Kund-2");
        for (int id = 1; id <= 2; id++) {
            work.insert(
                    "avtal",
                    "id, kund_nr, start, slut, lage",
                    id,
                    "Kund-" + id,
                    today.minusYears(6),
                    today.minusYears(3),
                    "ENDED");
        }
    }

    private RunResult run() {
        try (SuiteContext suite = SuiteContext.of(work.adminSettings())) {
            return suite.runs().run(CategoryIds.USER_DATA, today).get(0);
        }
    }

    @Test
    void keeps_the_users_of_a_customer_whose_new_contract_spells_its_name_otherwise() {
        work.insert("avtal", "id, kund_nr, start, lage", 3, "KUND-1", today.minusDays(9), "ACTIVE");
        RunResult result = run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(result.counts().of(Outcome.HELD)).isEqualTo(1);
        assertThat(work.count("konto", "id = 1")).isEqualTo(1);
        assertThat(work.count("konto", "id = 2")).isZero();
    }

    @Test
    void leaves_a_user_alone_whose_own_pointer_is_spelt_otherwise() {
        work.insert("konto", "id, kund_nr", 3, "KUND-2");
        run();
        assertThat(work.count("konto", "id = 3")).isEqualTo(1);
        assertThat(work.count("konto", "id = 2")).isZero();
    }
}
