package se.partnersec.gallra.holds.blocklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

@GallraTest
@Tag("full")
class BlockListServiceIT {
    private final Workplace work;
    private final BlockListService service;
    private final LocalDate today;

    BlockListServiceIT(Workplace work, SuiteContext suite, LocalDate today) {
        this.work = work;
        this.today = today;
        DataSource finance = suite.pool(DatabaseRole.FINANCE);
        service = new BlockListService(
                new JdbcTemplate(finance),
                new TransactionTemplate(new JdbcTransactionManager(finance)),
                suite.sources());
    }

    private BlockedAddress block(String address) {
        return service.block(address, "Nätfiske", today.plusDays(90), null);
    }

    private List<String> audit() {
        return work.admin()
                .query(
                        "SELECT CONCAT(action, ' | ', subject, ' | ', detail) FROM audit ORDER BY id",
                        (row, i) -> row.getString(1));
    }

    @Test
    void finds_an_address_however_it_is_spelt_by_range_beginning_and_indicator() {
        BlockedAddress one = block("192.0.2.7");
        BlockedAddress other = block("192.0.3.9");
        BlockedAddress six = block("2001:0DB8:0:0::0001");
        work.insert(
                "quarantined_message",
                "blocked_id, received_at, indicator, body",
                Long.parseLong(one.key()),
                LocalDateTime.of(2026, 1, 1, 12, 0),
                "http://paket.example/100%_säkert",
                "Hämta");
        assertThat(six.address()).isEqualTo("2001:db8::1");
        assertThat(keys("2001:db8:0::1")).containsExactly(six.key());
        assertThat(keys("::ffff:192.0.2.7")).containsExactly(one.key());
        assertThat(keys("192.0.2.0/24")).containsExactly(one.key());
        assertThat(keys("192.0.2.0/23")).containsExactly(one.key(), other.key());
        assertThat(keys("2001:db8::/32")).containsExactly(six.key());
        assertThat(keys("192.0.")).containsExactly(one.key(), other.key());
        assertThat(keys("192.0.2.8")).isEmpty();
        assertThat(keys("paket.example")).containsExactly(one.key());
        assertThat(keys("100%_s")).containsExactly(one.key());
        assertThat(keys("100__s")).isEmpty();
        assertThat(service.find("192.0.2.7").get(0).messages()).isOne();
    }

    private List<String> keys(String text) {
        return service.find(text).stream().map(BlockedAddress::key).toList();
    }

    @Test
    void blocks_until_a_day_and_lifts_and_the_job_takes_it_thirty_days_later() {
        BlockedAddress made = service.block("198.51.100.4", "Nätfiske", today.plusDays(180), today.plusDays(10));
        assertThat(made.until()).isEqualTo(today.plusDays(10));
        assertThat(made.reviewBy()).isEqualTo(today.plusDays(180));
        BlockedAddress lifted = service.lift(made.key(), "Falskt larm");
        assertThat(lifted.lifted())
                .isBetween(
                        java.time.Instant.now().minusSeconds(60),
                        java.time.Instant.now().plusSeconds(5));
        assertThat(audit())
                .containsExactly(
                        "block.add | fraud-addresses:" + made.key() + " | review by " + today.plusDays(180) + ", until "
                                + today.plusDays(10),
                        "block.lift | fraud-addresses:" + made.key() + " | Falskt larm")
                .noneMatch(line -> line.contains("198.51"));
        assertThat(work.run(CategoryIds.FRAUD_ADDRESSES, today).counts().of(Outcome.ERASED))
                .isZero();
        work.update("blocked_address", "lifted_at = lifted_at - INTERVAL 30 DAY");
        assertThat(work.run(CategoryIds.FRAUD_ADDRESSES, today).counts().of(Outcome.ERASED))
                .isOne();
    }

    @Test
    void refuses_what_is_wrong_and_writes_nothing() {
        refused(() -> service.block("exempel.se", " ", today.plusDays(181), today.minusDays(1)))
                .hasMessageContaining("needs a reason")
                .hasMessageContaining("'exempel.se' is not one IP address")
                .hasMessageContaining("the review must be between")
                .hasMessageContaining("has passed: change --until");
        refused(() -> block("192.0.2.0/24")).hasMessageContaining("not one IP address");
        refused(() -> service.lift("4711", "x")).hasMessageContaining("there is no block 4711");
        assertThat(work.count("blocked_address", "TRUE")).isZero();

        BlockedAddress made = block("192.0.2.7");
        refused(() -> block("::ffff:192.0.2.7")).hasMessageContaining("blocked already, as " + made.key());
        refused(() -> service.lift(made.key(), "192.0.2.7 var vår egen"))
                .hasMessageContaining("must not name the address");
        service.lift(made.key(), "Falskt larm");
        refused(() -> service.lift(made.key(), "igen")).hasMessageContaining("lifted already");
        assertThat(audit()).hasSize(2);
        assertThat(block("192.0.2.7").key()).as("a new block after the lifting").isNotEqualTo(made.key());
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        return assertThatThrownBy(work).satisfies(refusedWith(ExitCode.USAGE));
    }
}
