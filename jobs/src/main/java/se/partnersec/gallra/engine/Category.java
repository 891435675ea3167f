package se.partnersec.gallra.engine;

import java.util.List;
import java.util.Set;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/** What a data category adds to the engine: which columns it needs, what starts its clock, what its rows mean. */
public interface Category {

    DataCategory category();

    /** Column roles the mapping must name, beside the optional ones. */
    Set<String> requiredRoles();

    Set<String> optionalRoles();

    /** Roles of the columns that may start the clock; a record is a candidate when each is empty or early enough. */
    List<String> startRoles();

    Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years);
}
