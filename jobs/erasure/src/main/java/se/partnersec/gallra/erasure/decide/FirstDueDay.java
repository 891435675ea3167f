package se.partnersec.gallra.erasure.decide;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Finds the first day on which a run would take a record, if nothing changes until then, by asking the rules about days: a
 * verdict's own dates do not tell it where a state ends by itself, as a block with a last day does. What goes on a day goes on
 * each later one, so halving finds the first.
 */
public final class FirstDueDay {
    private final RetentionPolicy policy;

    public FirstDueDay(RetentionPolicy policy) {
        this.policy = policy;
    }

    /**
     * @param from a day on which it does not go
     * @param last the last day to ask about
     * @return null if it does not go by then
     */
    public @Nullable LocalDate of(AssessedRecord each, LocalDate from, LocalDate last) {
        if (!goes(each, last)) {
            return null;
        }
        long no = from.toEpochDay();
        long yes = last.toEpochDay();
        while (yes - no > 1) {
            long middle = (no + yes) / 2;
            if (goes(each, LocalDate.ofEpochDay(middle))) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        return LocalDate.ofEpochDay(yes);
    }

    /** What the rules say of the record's facts and holds at the noon of a day. */
    public Verdict on(LocalDate day, AssessedRecord each) {
        return at(Assessor.noon(day), each);
    }

    /** What they say as the day begins: what lies ahead at any time of it does so then. */
    public Verdict from(LocalDate day, AssessedRecord each) {
        return at(SwedishCalendar.startOfDay(day), each);
    }

    private Verdict at(Instant time, AssessedRecord each) {
        return policy.decide(
                each.facts(),
                each.holds().stream().<Hold>map(placed -> placed.hold()).toList(),
                time);
    }

    private boolean goes(AssessedRecord each, LocalDate day) {
        Verdict verdict = on(day, each);
        if (verdict.decision() != Verdict.Decision.ERASE && verdict.decision() != Verdict.Decision.ANONYMISE) {
            return false;
        }
        LocalDate turn = RetentionPolicy.SpreadSchedule.of(
                policy.rule(each.facts().category()),
                each.facts(),
                verdict,
                each.record().key().text());
        return turn == null || !turn.isAfter(day);
    }
}
