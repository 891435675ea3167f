package se.partnersec.gallra.config.mapping;

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
