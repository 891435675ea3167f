package se.partnersec.gallra.runs.preflight;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.runs.preflight.Inventory.Unknown;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Whether anything lies in schemas or bucket that no rule is about and nobody has looked at; writes nothing. */
public final class InventoryChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final String CODE = "inventory";

    private final SourceMapping sources;
    private final Supplier<? extends DataSource> database;
    private final Supplier<? extends @Nullable ObjectBucket> bucket;
    private final CheckCollector list = new CheckCollector();

    /** @param bucket gives null where none is configured */
    public InventoryChecks(
            SourceMapping sources,
            Supplier<? extends DataSource> database,
            Supplier<? extends @Nullable ObjectBucket> bucket) {
        this.sources = sources;
        this.database = database;
        this.bucket = bucket;
    }

    public PreflightReport look() {
        list.ask(CODE, SENTENCES.say("preflight.which-tables-there"), this::tables);
        prefixes();
        return new PreflightReport(list.checks(), new KeyTypes(Set.of(), Set.of()));
    }

    private void tables() {
        Inventory.Result found = new Inventory(sources).tables(new JdbcTemplate(database.get()));
        found.unknown().forEach(this::unknown);
        if (found.unknown().isEmpty()) {
            list.ok(CODE, SENTENCES.say("preflight.all-columns-mapped-declared", found.looked()));
        }
    }

    private void prefixes() {
        ObjectBucket store = bucket.get();
        if (store == null) {
            list.note(CODE, SENTENCES.say("preflight.no-bucket-configured-so-no-prefixes"), "");
            return;
        }
        try {
            Inventory.Result found = new Inventory(sources).prefixes(store);
            found.unknown().forEach(this::unknown);
            if (found.unknown().isEmpty()) {
                list.ok(CODE, SENTENCES.say("preflight.all-prefixes-bucket-mapped-declared", found.looked()));
            }
        } catch (ObjectStoreException e) {
            list.refuse(
                    CODE,
                    String.valueOf(e.getMessage()),
                    SENTENCES.say("preflight.then-run-again"),
                    ExitCode.ENVIRONMENT);
        }
    }

    private void unknown(Unknown each) {
        String name = each.name();
        List<String> words = switch (each.kind()) {
            case TABLE ->
                List.of(
                        SENTENCES.say("preflight.table-not-mapped", name),
                        SENTENCES.say("preflight.map-say-under-inventory-out-scope"));
            case COLUMN ->
                List.of(
                        SENTENCES.say("preflight.column-not-mapped", name),
                        SENTENCES.say("preflight.map-reduce-name-under-inventory-plain"));
            case PREFIX ->
                List.of(
                        SENTENCES.say("preflight.objects-under-not-mapped", name),
                        SENTENCES.say("preflight.map-prefix-say-under-inventory-out"));
            case OBJECTS ->
                List.of(
                        SENTENCES.say("preflight.objects-lie-directly-under-beside-every", name),
                        SENTENCES.say("preflight.move-delete-them"));
            case UNSEEN ->
                List.of(
                        SENTENCES.say("preflight.not-looked-through", name),
                        SENTENCES.say("preflight.until-then-nobody-can-tell"));
        };
        list.refuse(CODE, words.get(0), words.get(1), ExitCode.DIFFERENCES);
    }
}
