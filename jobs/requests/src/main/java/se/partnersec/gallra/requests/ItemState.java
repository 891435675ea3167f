package se.partnersec.gallra.requests;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What became, or will become, of some records of one category that a request is about; records that differ in nothing here
 * are counted together.
 *
 * @param code why they stay, as the rules name it; empty where they do not
 * @param until last day they are kept; null without an end that can be named
 */
public record ItemState(
        DataCategory category,
        Fate fate,
        String code,
        @Nullable LocalDate until) {

    public enum Fate {
        /** On record as erased by us, and not there. */
        ERASED,
        /** All but what the books need is gone; the rest is kept until a day. */
        ANONYMISED,
        /** All but what the books need is gone; what becomes of the rest somebody has to look at. */
        ANONYMISED_REVIEW,
        /** The content is gone; the entry about it is kept until a day, or somebody has to look at it. */
        CONTENT_GONE,
        /** The next run of the category erases it. */
        DUE,
        /** The next run of the category reduces it to what the books need. */
        DUE_IN_PART,
        /** Kept by law or by a hold, for the present: a run takes it up by itself when that ends. */
        REFUSED,
        /** Somebody has to look. */
        REVIEW,
        /** Not there any more, and not by our doing. */
        GONE
    }
}
