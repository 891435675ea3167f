package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Judgement.Fate;
import se.partnersec.gallra.oracle.Rows.Row;

/** Passwords and users: what points at a user stays, without him. */
final class UserRecords {
    private final World world;
    private final Duties duties;
    private final RuleTable rules;
    private final Clearance clearance;

    UserRecords(Clearance clearance) {
        this.world = clearance.world();
        this.duties = clearance.duties();
        this.rules = clearance.rules();
        this.clearance = clearance;
    }

    void credentials() {
        Map<String, List<Row>> memberships = Bills.by(world.table("user_membership"), "user_id");
        Map<String, Judgement> judged = new HashMap<>();
        for (Row row : world.table("user_account").all()) {
            if (row.text("password_hash") != null) {
                judged.put(
                        row.key(),
                        Clearance.judge(
                                row,
                                each -> Holders.account(duties, each, memberships.getOrDefault(each.key(), List.of())),
                                rules::credentials));
            }
        }
        clearance.judgements().put("credentials", judged);
        judged.forEach((key, judgement) -> {
            Row row = world.table("user_account").get(key);
            if (judgement.goes() && row != null) {
                row.set("password_hash", null);
                row.set("has_password", "0");
            }
        });
    }

    /** @param part 0 for the last day of what is left, 1 for the day the clock started */
    private @Nullable LocalDate reduced(String key, int part) {
        String noted = world.reducedUntil().get("user-data:" + key);
        String day = noted == null ? "" : noted.split(" ", -1)[part];
        return day.isEmpty() ? null : Days.day(day);
    }

    void users() {
        Map<String, List<Row>> memberships = Bills.by(world.table("user_membership"), "user_id");
        Pointing pointing = Pointing.atUsers(world, duties);
        Set<String> named =
                Bills.by(world.table("invoice"), "reference_user_id").keySet();
        Map<String, Judgement> judged = clearance.each(
                "user-data",
                "user_account",
                row -> Holders.user(duties, row, memberships.getOrDefault(row.key(), List.of()), pointing),
                row -> {
                    Judgement judgement =
                            pointing.apart(rules.user(row, reduced(row.key(), 0), reduced(row.key(), 1)), row);
                    if (!judgement.goes() || !named.contains(row.key())) {
                        return judgement;
                    }
                    return reduced(row.key(), 0) == null
                            ? rules.reducedForAnother(judgement)
                            : Judgement.stays("an invoice that stays names it");
                });
        judged.forEach((key, judgement) -> {
            if (judgement.goes() || judgement.fate() == Fate.REDUCED) {
                pointing.forget(key);
                clearance.remove("user_membership", memberships.get(key));
            }
            Row user = world.table("user_account").get(key);
            if (judgement.fate() == Fate.REDUCED && user != null) {
                List.of("user_name", "full_name", "email", "phone").forEach(column -> user.set(column, "-"));
                user.set("password_hash", null);
                user.set("has_password", "0");
                user.set("last_login_at", null);
                LocalDate start = rules.lastEnd(user, reduced(key, 1));
                world.reducedUntil().put("user-data:" + key, judgement.until() + " " + start);
            }
        });
    }
}
