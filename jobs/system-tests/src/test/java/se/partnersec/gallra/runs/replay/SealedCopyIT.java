package se.partnersec.gallra.runs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Backup;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** The copy that the sealer keeps outside of the database is one that a replay takes, and a database that lost rows cannot take it away. */
@Tag("full")
class SealedCopyIT extends RestoredPlace {
    SealedCopyIT(Workplace work, PlanPeople people) {
        super(work, people);
    }

    private VerifiedLedgerCopy taken() {
        try (SealStores seals = SealStores.in(place.folder)) {
            return VerifiedLedgerCopy.verified(place.ledger, seals, SealPublicKeys.read(place.publicKey));
        }
    }

    @Test
    void has_what_seals_cover_and_no_row_that_came_after_the_seal() {
        lay(Scene.IPS, 1, 3, 7);
        run(IPS);
        place.seal();
        lay(Scene.IPS, 10, 3, 7);
        run(IPS);

        long sealed = place.export();
        assertThat(taken()).isNotNull();

        // A copy of everything is refused just now: so it was the rows after the seal that had to stay out.
        assertThat(place.exportAll()).isGreaterThan(sealed);
        assertThatThrownBy(this::taken)
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("covered by no seal");

        place.seal();
        assertThat(place.export()).isGreaterThan(sealed);
        assertThat(taken()).isNotNull();
    }

    @Test
    void stays_where_a_database_that_was_put_back_would_replace_it() throws IOException {
        lay(Scene.IPS, 1, 2, 7);
        run(IPS);
        place.seal();
        try (Backup backup = Backup.of(work)) {
            lay(Scene.IPS, 10, LAID, 7);
            lay(Scene.CALLS, 1, 3, 8);
            run(IPS);
            run(CALLS);
            place.seal();
            place.export();
            backup.restore();
        }
        List<String> kept = Files.readAllLines(place.ledger);
        assertThatThrownBy(place::export)
                .isInstanceOf(SealException.class)
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("has rows that this ledger has not");
        assertThat(Files.readAllLines(place.ledger)).isEqualTo(kept);
        try (var left = Files.list(place.ledger.getParent())) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".part"));
        }
        assertThat(taken()).isNotNull();
    }

    @Test
    void takes_the_place_of_nothing_but_an_older_copy_of_the_same_ledger() throws IOException {
        lay(Scene.IPS, 1, 2, 7);
        run(IPS);
        place.seal();
        place.export();
        String copy = Files.readString(place.ledger);
        for (String other : List.of(
                "",
                "a shopping list\n",
                copy.replaceFirst("ERASED=", "HELD="),
                copy + copy,
                copy.replaceFirst("gallra-", "-"))) {
            assertThat(other).isNotEqualTo(copy);
            Files.writeString(place.ledger, other);
            assertThatThrownBy(place::export).as(other).isInstanceOf(SealException.class);
            assertThat(place.ledger).hasContent(other);
        }
        // What was cut off on its way is older, too; and so is one by another tag key.
        for (String older : List.of(
                copy.substring(0, copy.indexOf('\n', copy.indexOf('\n') + 1) + 1),
                copy.replaceFirst("key-check .*", "key-check ab cd"))) {
            Files.writeString(place.ledger, older);
            place.export();
            assertThat(place.ledger).hasContent(copy);
        }
    }
}
