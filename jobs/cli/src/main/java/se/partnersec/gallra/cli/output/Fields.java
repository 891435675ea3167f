package se.partnersec.gallra.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of a JSON object, in their order. Values are of any type that commands show. */
public final class Fields {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    public Fields with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    /** Copy without one field, such as the key of a person where nobody asked about that person. */
    public Fields without(String name) {
        values.remove(name);
        return this;
    }

    Map<String, @Nullable Object> values() {
        return values;
    }
}
