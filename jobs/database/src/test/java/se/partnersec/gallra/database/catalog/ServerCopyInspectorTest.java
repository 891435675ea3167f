package se.partnersec.gallra.database.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.copies.CopyReading.Kind;

/** What follows from the settings of a binary log, as far as they were told. */
class ServerCopyInspectorTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // variables, kind, days
                "log_bin=OFF, NONE, -",
                "log_bin=0 binlog_expire_logs_seconds=0, NONE, -",
                "log_bin=ON binlog_expire_logs_seconds=86400, DAYS, 1",
                "log_bin=ON binlog_expire_logs_seconds=86401, DAYS, 2",
                "log_bin=ON binlog_expire_logs_seconds=1, DAYS, 1",
                "log_bin=1 binlog_expire_logs_seconds=2592000, DAYS, 30",
                "log_bin=ON binlog_expire_logs_seconds=2592000 binlog_expire_logs_auto_purge=ON, DAYS, 30",
                "log_bin=ON binlog_expire_logs_seconds=2592000 binlog_expire_logs_auto_purge=OFF, ENDLESS, -",
                "log_bin=ON binlog_expire_logs_seconds=0, ENDLESS, -",
                "log_bin=ON expire_logs_days=0.5, DAYS, 1",
                "log_bin=ON expire_logs_days=10.000000, DAYS, 10",
                "log_bin=ON expire_logs_days=0, ENDLESS, -",
                "log_bin=ON, UNKNOWN, -",
                "log_bin=ON binlog_expire_logs_seconds=, UNKNOWN, -",
                "log_bin=ON binlog_expire_logs_seconds=-1, UNKNOWN, -",
                "binlog_expire_logs_seconds=86400, UNKNOWN, -",
                "x=1, UNKNOWN, -"
            })
    void days_are_rounded_up_and_what_is_not_told_is_unknown(
            String variables, Kind kind, @org.jspecify.annotations.Nullable Integer days) {
        Map<String, String> told = new TreeMap<>();
        Arrays.stream(variables.split(" ")).forEach(pair -> {
            String[] parts = pair.split("=", 2);
            told.put(parts[0], parts[1]);
        });
        CopyReading reading = ServerCopyInspector.log(told);
        assertThat(reading.kind()).isEqualTo(kind);
        assertThat(reading.days()).isEqualTo(days);
    }
}
