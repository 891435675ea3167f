package se.partnersec.gallra.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.testing.CategoryIds;

class FullVerifyCommandTest {
    private static ScriptedServices services(KeptRangeVerifier.Wrong... wrong) {
        return new ScriptedServices()
                .on(
                        "verifyFully",
                        args -> new KeptRangeVerifier.Result(
                                CategoryIds.IP_LOGS, 1_200, 1_000, wrong.length, List.of(wrong)));
    }

    @Test
    void ends_with_0_where_all_that_is_passed_over_is_held() {
        Typed answer = Typed.command(services(), "verify", "--full", "ip-logs");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .contains(
                        "ip-logs", "1 200", "1 000", "Every skipped record is kept by a hold or the Bookkeeping Act.");
        assertThat(Typed.command(services(), "verify", "--full", "ip-logs", "--plain")
                        .out())
                .contains("ip-logs\t1200\t1000\t0");
    }

    @Test
    void names_each_that_is_not_and_ends_with_10() {
        KeptRangeVerifier.Wrong wrong =
                new KeptRangeVerifier.Wrong(RecordKey.of(77), Outcome.ERASED, LocalDate.of(2026, 11, 1));
        Typed answer = Typed.command(services(wrong), "verify", "--full", "ip-logs");
        assertThat(answer.exit()).isEqualTo(10);
        assertThat(answer.out()).contains("ip-logs:77", "2026-11-01", "1 records are skipped and not on hold");
        assertThat(Typed.command(services(wrong), "verify", "--full", "ip-logs", "--lang", "sv")
                        .out())
                .contains("ip-logs:77", "1 poster hoppas över");
    }

    @Test
    void without_full_it_asks_nothing() {
        ScriptedServices services = services();
        Typed answer = Typed.command(services, "verify", "ip-logs");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("--full");
        assertThat(services.asked()).isEmpty();
    }
}
