package se.partnersec.gallra.testing;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Moves the gate as a restore does, or whoever may drop a trigger: to any epoch, with its steps on record up to there. */
public final class GateByHand {
    private GateByHand() {}

    public static void to(JdbcTemplate admin, long epoch) {
        withoutGuard(admin, "gate_step", () -> {
            admin.update("UPDATE gate SET v = ? WHERE name = 'holds'", epoch);
            admin.update("DELETE FROM gate_log WHERE epoch > ?", epoch);
            admin.update("INSERT IGNORE INTO gate_log (epoch) VALUES (?)", epoch);
        });
    }

    /** What would be if none of the triggers were there, as while a dump is put back. */
    public static void withoutGuards(JdbcTemplate admin, Runnable work) {
        List<String> all = admin.query(
                "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()",
                (row, i) -> row.getString(1));
        withoutGuards(admin, all, work);
    }

    /** What would be if these triggers were not there. */
    public static void withoutGuards(JdbcTemplate admin, List<String> triggers, Runnable work) {
        if (triggers.isEmpty()) {
            work.run();
        } else {
            withoutGuard(
                    admin, triggers.get(0), () -> withoutGuards(admin, triggers.subList(1, triggers.size()), work));
        }
    }

    /** What would be if a trigger were not there. */
    public static void withoutGuard(JdbcTemplate admin, String trigger, Runnable work) {
        List<String> made =
                admin.query("SHOW CREATE TRIGGER " + trigger, (row, i) -> row.getString("SQL Original Statement"));
        admin.execute("DROP TRIGGER " + trigger);
        try {
            work.run();
        } finally {
            made.forEach(admin::execute);
        }
    }
}
