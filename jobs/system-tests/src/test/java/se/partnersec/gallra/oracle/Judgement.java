package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What must become of one record.
 *
 * @param because in words, for whoever reads a difference
 * @param until last day of what is left of a reduced one; the day it was due of one that goes
 */
record Judgement(Fate fate, String because, @Nullable LocalDate until) {
    enum Fate {
        STAYS,
        GOES,
        REDUCED
    }

    static Judgement stays(String because) {
        return new Judgement(Fate.STAYS, because, null);
    }

    static Judgement goes(String because, LocalDate due) {
        return new Judgement(Fate.GOES, because, due);
    }

    static Judgement reduced(LocalDate until) {
        return new Judgement(Fate.REDUCED, "due, and the books need a part until " + until, until);
    }

    boolean goes() {
        return fate == Fate.GOES;
    }
}
