package se.partnersec.gallra.demo.setup;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.SuiteSchema;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.demo.data.DemoRows;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.ProgressNote;

/**
 * Gets servers ready for a demonstration: schemas, tables, rights, bucket, invented rows and objects, holds. It looks
 * first, and touches nothing where anything but an earlier demonstration is found.
 */
public final class DemoService {
    private static final long SEED = 1;

    private final GallraSettings settings;
    private final EmbeddedSchemaSetup embedded;
    private final boolean ours;
    private final ConfiguredBucket configured;
    private final DemoDuties duties;
    private final ProgressNote note;

    /** @param ours whether these are the embedded servers, with accounts of their own */
    public DemoService(
            GallraSettings settings,
            EmbeddedSchemaSetup embedded,
            boolean ours,
            ConfiguredBucket configured,
            DemoDuties duties,
            ProgressNote note) {
        this.settings = settings;
        this.embedded = embedded;
        this.ours = ours;
        this.configured = configured;
        this.duties = duties;
        this.note = note;
    }

    /** Answers what there is to see, invented now or earlier. */
    public DemoSummary complete(LocalDate today, long rows) {
        ObjectBucket bucket = configured.bucket();
        if (bucket == null) {
            throw RefusedException.configuration(
                    "The demo's recordings need a bucket: set GALLRA_S3_BUCKET (and GALLRA_S3_ENDPOINT,"
                            + " GALLRA_S3_ACCESS_KEY, GALLRA_S3_SECRET_KEY)");
        }
        DemoSummary summary;
        try (HikariDataSource server = DataSourceFactory.serverPool(settings)) {
            DemoRows demo = new DemoRows(server, new RetryingObjectSink(bucket));
            Optional<DemoRows.Present> present = demo.present(embedded.business());
            SuiteSchema suite = new SuiteSchema(server, settings);
            if (present.isEmpty() && suite.inUse()) {
                throw RefusedException.refused("Schema " + settings.schema() + " holds the books of real erasures, and "
                        + embedded.business()
                        + " is not a demo's: the demo touches neither. Point GALLRA_DB_URL at a schema"
                        + " of its own");
            }
            if (suite.makeIfMissing()) {
                note.say("Made schema " + settings.schema() + " for the suite's tables.");
            }
            boolean made = migrate();
            if (bucket.makeIfMissing()) {
                note.say("Made bucket " + bucket.name() + ", with versions.");
            }
            Optional<DemoSummary> earlier = present.flatMap(DemoRows.Present::duties);
            summary = earlier.isPresent()
                    ? again(earlier.get())
                    : fill(demo, today, rows, bucket.name(), present.isPresent());
            if (made && !ours) {
                embedded.clear();
            }
        }
        if (ours) {
            embedded.grant();
        }
        duties.place(summary, today);
        return summary;
    }

    /** Whether there was something to make. */
    private boolean migrate() {
        List<String> applied = embedded.make();
        if (!applied.isEmpty()) {
            note.say("Made the suite's tables: migrations " + String.join(", ", applied) + ".");
            if (!ours) {
                embedded.guard();
            }
        }
        return !applied.isEmpty();
    }

    private DemoSummary again(DemoSummary earlier) {
        note.say("Schema " + embedded.business() + " holds an earlier demo (" + earlier.generation()
                + "): going on with it." + (ours ? " To begin anew: gallra demo --reset" : ""));
        return earlier;
    }

    private DemoSummary fill(DemoRows demo, LocalDate today, long rows, String bucket, boolean cutOff) {
        note.say("Inventing about " + rows + " records in schema " + embedded.business() + ", with objects in bucket "
                + bucket + " ...");
        return demo.fill(new DemoRows.Order(embedded.business(), today, rows, SEED), cutOff);
    }
}
