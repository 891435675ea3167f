package se.partnersec.gallra.demo.setup;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.schema.EmbeddedSchema;
import se.partnersec.gallra.database.schema.GrantCheck;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.SchemaMigration;
import se.partnersec.gallra.demo.company.DemoException;
import se.partnersec.gallra.demo.data.DemoRows;
import se.partnersec.gallra.demo.data.ObjectSink;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.ProgressNote;
import se.partnersec.gallra.support.text.Sentences;

/** The tables and rights of the suite on the embedded servers, where no database administrator makes them. */
public final class EmbeddedSchemaSetup implements EmbeddedSchema {
    private static final Sentences SENTENCES = Sentences.of("demo");
    private final DatabaseLogin owner;
    private final GallraSettings settings;
    private final ConfigurationFiles files;
    private final List<String> people;
    private final ProgressNote note;
    private boolean prepared;

    /** @param people further users with the rights of finance */
    public EmbeddedSchemaSetup(
            DatabaseLogin owner,
            GallraSettings settings,
            ConfigurationFiles files,
            List<String> people,
            ProgressNote note) {
        this.owner = owner;
        this.settings = settings;
        this.files = files;
        this.people = List.copyOf(people);
        this.note = note;
    }

    @Override
    public synchronized void prepare() {
        if (!prepared) {
            List<String> applied = made();
            // gallra init works before there is a mapping: what it may read, the server says.
            if (mapped()) {
                if (!applied.isEmpty() && hasBusiness()) {
                    grant();
                }
                requireBusiness();
            }
            prepared = true;
        }
    }

    /** Makes or updates the tables of the suite, and grants the rights once there are source tables: the mapping may be another by now. */
    @Override
    public List<String> migrate() {
        List<String> applied = made();
        if (mapped() && hasBusiness()) {
            grant();
        }
        return applied;
    }

    /** Makes or updates the tables and nothing else. */
    List<String> make() {
        return new SchemaMigration(owner.dataSource()).migrate();
    }

    private List<String> made() {
        List<String> applied = make();
        if (!applied.isEmpty()) {
            note.say(SENTENCES.say("setup.prepared-embedded-database-migrations", String.join(", ", applied)));
        }
        return applied;
    }

    void grant() {
        Grants grants = new Grants(owner.dataSource(), names());
        grants.apply();
        people.forEach(user -> grants.applyFor(user + "@%"));
        takeAway();
    }

    /** Takes rights away that the job has by a mapping of before: no database administrator does it here. */
    private void takeAway() {
        try (HikariDataSource job = DataSourceFactory.pool(settings, DatabaseRole.JOB, 1)) {
            new GrantCheck(new JdbcTemplate(job), files.sources())
                    .result()
                    .writing()
                    .forEach(right -> owner.jdbc().execute(right.revoke()));
        }
    }

    /** Makes the triggers on a server that is not ours, for a demo there: with all rights, or as an administrator did it before. */
    void guard() {
        new Grants(owner.dataSource(), names()).guard();
    }

    /** Makes the procedures that clear on such a server, once there are source tables. */
    void clear() {
        new Grants(owner.dataSource(), names()).clear();
    }

    private Grants.Names names() {
        return Grants.Names.of(settings, files.sources(), files.categories().names(), "%");
    }

    /** Without source tables, or with some of them, there is nothing to erase, and the accounts have no rights yet. */
    private void requireBusiness() {
        String empty = SENTENCES.say("setup.embedded-database-still-empty-fill-invented");
        if (!hasBusiness()) {
            throw RefusedException.configuration(empty);
        }
        if (half()) {
            throw RefusedException.configuration(SENTENCES.say("setup.demo-cut-off-while-filled-embedded"));
        }
    }

    private boolean half() {
        try {
            return new DemoRows(owner.dataSource(), ObjectSink.NOWHERE, said -> {})
                    .present(business())
                    .filter(present -> !present.complete())
                    .isPresent();
        } catch (DemoException e) {
            // Somebody put tables of his own there, and knows what he does.
            return false;
        }
    }

    private boolean hasBusiness() {
        Long tables = owner.jdbc()
                .queryForObject(
                        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ?",
                        Long.class,
                        business());
        return tables != null && tables > 0;
    }

    private boolean mapped() {
        return Boolean.TRUE.equals(files.present().get(ConfigurationFiles.SOURCES));
    }

    /** The schema of the source tables. */
    String business() {
        return files.sourceSchema();
    }
}
