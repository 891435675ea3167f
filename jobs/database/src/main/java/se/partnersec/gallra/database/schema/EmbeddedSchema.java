package se.partnersec.gallra.database.schema;

import java.util.List;

/** The tables on the embedded servers, where the suite does what a database administrator does elsewhere. */
public interface EmbeddedSchema {
    /** Makes or updates the tables of the suite and grants the rights; the scripts that were run. */
    List<String> migrate();

    /**
     * Makes the database ready for work.
     *
     * @throws se.partnersec.gallra.support.exit.RefusedException if there are no source tables, or not all of them
     */
    void prepare();
}
