package se.partnersec.gallra.erasure.category;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;

/**
 * A data category: its bounds, the columns it needs, its start event, and what its rows mean. Its texts stand in
 * {@code gallra/category/ID_en.properties} and {@code _sv}, its rule in policy.yml, its tables in sources.yml.
 */
public interface Category {

    /** Its name, and what no file can change of its rule. */
    LegalBounds bounds();

    default DataCategory category() {
        return bounds().category();
    }

    /** Bookkeeping category: the Bookkeeping Act can keep its records. By default one whose mapping may name a bookkeeping mark. */
    default boolean keptByBooks() {
        return roles().all().contains("bookkeeping");
    }

    /** Roles of the columns that its mapping must and may name. */
    RequiredRoles roles();

    /** Roles of the columns that may start the clock; a record is a candidate when each is empty or early enough. */
    List<String> startRoles();

    /** Roles of columns that start the clock by themselves if they come first: early enough, they make a candidate. */
    default List<String> firstRoles() {
        return List.of();
    }

    /**
     * Where the Bookkeeping Act's years are the only clock: roles of the days that put a record into a fiscal year, its own
     * first, {@code child/role} for those of a child. Such a record may come free early, by a permit (BFL 7 kap. 7 §).
     */
    default List<String> bookedRoles() {
        return List.of();
    }

    /** The role of the column that says when a person was last seen; empty where records are no people. */
    default String seenRole() {
        return "";
    }

    /**
     * The columns whose words decide, by role, and all the words that mean something there: {@code table/role} for those of
     * a child or fact. Whatever has another word, a blank one included, is kept and reported. NULL is no word.
     */
    default Map<String, Set<String>> words() {
        return Map.of();
    }

    /** @param years the fiscal years on record, asked for only where the books refer to the record */
    Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years);

    /** Who must be remembered, by a tag alone, when this record goes; written by the transaction that erases it. */
    default List<Suppression> remembered(LockedRecord record) {
        return List.of();
    }
}
