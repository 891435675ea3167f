package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.ExitCode;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.testing.Workplace;

class FirstRunIT {
    @Test
    void erases_what_is_due_and_keeps_the_rest() {
        try (Workplace work = new Workplace(7)) {
            LocalDate today = work.today();
            for (int i = 0; i < 50; i++) {
                LocalDateTime at = today.minusDays(150 + i).atTime(12, 0);
                work.insert("ip_log", "seen_at, service, address", at, "mail", "192.0.2.1");
            }
            for (int i = 0; i < 20; i++) {
                long id = work.insert(
                        "call_recording",
                        "queue, ended_at, object_key",
                        "support",
                        today.minusDays(5 + i).atTime(10, 0),
                        "calls/" + i + ".wav");
                work.insert("call_transcript", "recording_id, body", id, "hej");
                work.bucket().put("calls/" + i + ".wav", new byte[10]);
                work.bucket().put("calls/" + i + ".wav", new byte[11]);
            }
            RunResult result = work.run(DataCategory.IP_LOGS, today);
            System.out.println(result);
            assertThat(result.exit()).isEqualTo(ExitCode.DONE);
            assertThat(result.counts().of(Outcome.ERASED)).isEqualTo(50 - 23);
            RunResult again = work.run(DataCategory.IP_LOGS, today);
            System.out.println(again);
            assertThat(again.counts().of(Outcome.ERASED)).isZero();
            RunResult calls = work.run(DataCategory.CALL_RECORDINGS, today);
            System.out.println(calls);
            assertThat(calls.exit()).isEqualTo(ExitCode.DONE);
            System.out.println(work.admin().queryForList("SELECT * FROM finding"));
        }
    }
}
