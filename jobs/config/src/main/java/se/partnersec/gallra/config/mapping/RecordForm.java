package se.partnersec.gallra.config.mapping;

/** Form of a category's records in the source tables. */
public enum RecordForm {
    /** A row, with its children and objects. */
    ROW,
    /** Columns of a row that stays; they become NULL. */
    COLUMNS,
    /** A row for a file with entries of many persons; a child must say whose. */
    FILE
}
