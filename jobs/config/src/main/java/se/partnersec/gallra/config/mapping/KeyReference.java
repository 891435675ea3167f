package se.partnersec.gallra.config.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.ScopeType;

/**
 * A column of the mapping that holds keys of some category's records, whether or not a foreign key enforces it.
 *
 * @param table where it lies
 */
public record KeyReference(TableMapping table, String column) {

    /** As people write it, without the schema. */
    public String name() {
        return table.table() + "." + column;
    }
}
