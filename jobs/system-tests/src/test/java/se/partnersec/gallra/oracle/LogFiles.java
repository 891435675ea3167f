package se.partnersec.gallra.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Company.User;
import se.partnersec.gallra.oracle.Rows.Row;
import se.partnersec.gallra.oracle.Traces.Stored;

/** IP logs that lie as files in the bucket, and who is in them: invents them, and judges them. */
final class LogFiles {
    private static final int DUE = 180 - 7;
    private static final LocalDate FIRST_SYSTEM = LocalDate.of(1990, Month.JANUARY, 1);
    /** From here on nobody has the number, customer or user. */
    private static final long NOBODY = 9_000_000;

    private final Company company;
    private final Sheet sheet;
    private final Dice dice;
    private final List<Instant> nights;
    private final List<Stored> stored;
    private final List<String> keys = new ArrayList<>();

    /** @param stored gets the objects to put */
    LogFiles(Company company, Sheet sheet, Dice dice, List<Instant> nights, List<Stored> stored) {
        this.company = company;
        this.sheet = sheet;
        this.dice = dice;
        this.nights = nights;
        this.stored = stored;
    }

    void invent(int count) {
        for (int i = 0; i < count; i++) {
            file();
        }
        stored.add(new Stored("iplogs/utan-rad/" + sheet.last("access_log_file") + ".log", 1, false));
    }

    private void file() {
        LocalDateTime oldest = oldest();
        String key = key();
        long id = sheet.add(
                "access_log_file",
                "object_key, oldest_at, newest_at, entries, processor_for",
                key,
                oldest,
                newest(oldest),
                dice.between(1, 5000),
                dice.percent(3) ? 7L : null);
        for (int n = dice.below(7); n > 0; n--) {
            party(id);
        }
        boolean put = stored.stream().anyMatch(other -> other.key().equals(key));
        if (!key.isEmpty() && !put && !dice.percent(4)) {
            stored.add(new Stored(key, dice.percent(15) ? dice.between(2, 3) : 1, dice.percent(6)));
        }
    }

    private @Nullable LocalDateTime oldest() {
        int roll = dice.below(100);
        if (roll < 3) {
            // What a clock shows that was never set; and the last second, and the first, of which we ask.
            LocalDateTime first = FIRST_SYSTEM.minusDays(1).atTime(23, 0);
            return dice.of(LocalDateTime.of(1970, Month.JANUARY, 1, 0, 0), first.minusSeconds(1), first);
        }
        if (roll < 6) {
            return roll < 5 ? null : company.at(company.future());
        }
        LocalDate start = roll < 14 ? company.anyDay(9) : company.start(DUE);
        return start == null ? null : company.at(start);
    }

    /** Mostly an hour's worth; also none, before the oldest, or about as late as a time may be. */
    private @Nullable LocalDateTime newest(@Nullable LocalDateTime oldest) {
        if (oldest == null) {
            return dice.percent(40) ? null : company.at(company.anyDay(1));
        }
        return switch (dice.below(40)) {
            case 0, 1, 2 -> null;
            case 3 -> oldest.minusNanos(1_000_000);
            case 4 -> oldest.minusDays(dice.between(1, 200));
            case 5, 6 -> oldest;
            case 7 -> company.at(company.future());
            case 8 -> ahead().plusNanos(1_000_000);
            case 9 -> ahead();
            case 10, 11, 12, 13 -> oldest.plusDays(dice.between(1, 150));
            default -> oldest.plusMinutes(59);
        };
    }

    /** As far ahead of some night as clocks may differ. */
    private LocalDateTime ahead() {
        return LocalDateTime.ofInstant(dice.of(nights).plusSeconds(300), ZoneOffset.UTC);
    }

    /** Mostly one of its own; also none, one outside the prefix, one that another row has as well, and almost such a one. */
    private String key() {
        long id = sheet.last("access_log_file") + 1;
        int roll = dice.below(100);
        if (roll < 2) {
            return "";
        }
        if (roll < 4) {
            return dice.of("annat/", "Iplogs/", "iplogs") + id + ".log";
        }
        if (roll < 10 && !keys.isEmpty()) {
            String other = keys.get(Math.max(0, keys.size() - dice.between(1, 20)));
            if (roll < 7) {
                return other;
            }
            // Another object, whatever the database thinks of letters.
            keys.add(dice.percent(50) ? other.replace('å', 'a') : other.replace("inkommande", "Inkommande"));
            return keys.get(keys.size() - 1);
        }
        String key = String.format(Locale.ROOT, "iplogs/%d/inkommande å %d.log", id % 5, id);
        keys.add(key);
        return key;
    }

    /** A customer, one of its users, or both; now and then of two different ones, or of none that there is. */
    private void party(long file) {
        User user = dice.of(company.users());
        Long customer = dice.percent(15)
                ? null
                : one(dice.percent(6) ? dice.of(company.users()).customer() : user.customer());
        Long who = dice.percent(20) ? null : one(user.id());
        sheet.add("access_log_party", "file_id, customer_id, user_id", file, customer, who);
    }

    private long one(long known) {
        return dice.percent(5) ? nobody(dice) : known;
    }

    static long nobody(Dice dice) {
        return NOBODY + dice.below(9);
    }

    /**
     * A file goes with its oldest entry. Times in an order that cannot be, or from before there was any system, are for
     * somebody to look at; so is a newest entry that has not been written yet, as any time ahead of the clock is.
     */
    static Judgement judge(RuleTable rules, Days days, Row row) {
        Instant oldest = Days.utc(row.text("oldest_at"));
        Instant newest = Days.utc(row.text("newest_at"));
        if (newest != null && days.future(newest)) {
            return Judgement.stays("its newest entry lies in the future");
        }
        if (oldest != null && newest != null && newest.isBefore(oldest)) {
            return Judgement.stays("its newest entry is older than its oldest");
        }
        if (oldest != null && Days.swedish(oldest).isBefore(FIRST_SYSTEM)) {
            return Judgement.stays("no system is as old as its oldest entry");
        }
        return rules.logged(oldest);
    }
}
