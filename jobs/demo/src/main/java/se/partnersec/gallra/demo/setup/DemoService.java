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
import se.partnersec.gallra.support.text.Sentences;

/**
 * Gets servers ready for a demonstration: schemas, tables, rights, bucket, invented rows and objects, holds. It looks
 * first, and touches nothing where anything but an earlier demonstration is found.
 */
public final class DemoService {
    private static final Sentences SENTENCES = Sentences.of("demo");
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
            throw RefusedException.configuration(SENTENCES.say("setup.demo-recordings-need-bucket-set-gallra"));
        }
        DemoSummary summary;
        try (HikariDataSource server = DataSourceFactory.serverPool(settings)) {
            DemoRows demo = new DemoRows(server, new RetryingObjectSink(bucket), note);
            Optional<DemoRows.Present> present = demo.present(embedded.business());
            SuiteSchema suite = new SuiteSchema(server, settings);
            if (present.isEmpty() && suite.inUse()) {
                throw RefusedException.refused(SENTENCES.say(
                        "setup.schema-holds-books-real-erasures-not", settings.schema(), embedded.business()));
            }
            if (suite.makeIfMissing()) {
                note.say(SENTENCES.say("setup.made-schema-suite-tables", settings.schema()));
            }
            boolean made = migrate();
            if (bucket.makeIfMissing()) {
                note.say(SENTENCES.say("setup.made-bucket-versions", bucket.name()));
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
            note.say(SENTENCES.say("setup.made-suite-tables-migrations", String.join(", ", applied)));
            if (!ours) {
                embedded.guard();
            }
        }
        return !applied.isEmpty();
    }

    private DemoSummary again(DemoSummary earlier) {
        note.say(SENTENCES.say(
                "setup.schema-holds-earlier-demo-going",
                embedded.business(),
                earlier.generation(),
                (ours ? SENTENCES.say("setup.begin-anew-gallra-demo-reset") : "")));
        return earlier;
    }

    private DemoSummary fill(DemoRows demo, LocalDate today, long rows, String bucket, boolean cutOff) {
        note.say(SENTENCES.say(
                "setup.inventing-about-records-schema-objects-bucket", rows, embedded.business(), bucket));
        return demo.fill(new DemoRows.Order(embedded.business(), today, rows, SEED), cutOff);
    }
}
