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

/** Whether anything lies in schemas or bucket that no rule is about and nobody has looked at; writes nothing. */
public final class InventoryChecks {
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
        list.ask(CODE, "which tables there are", this::tables);
        prefixes();
        return new PreflightReport(list.checks(), new KeyTypes(Set.of(), Set.of()));
    }

    private void tables() {
        Inventory.Result found = new Inventory(sources).tables(new JdbcTemplate(database.get()));
        found.unknown().forEach(this::unknown);
        if (found.unknown().isEmpty()) {
            list.ok(CODE, "all " + found.looked() + " columns are mapped or declared");
        }
    }

    private void prefixes() {
        ObjectBucket store = bucket.get();
        if (store == null) {
            list.note(CODE, "no bucket is configured, so no prefixes were looked at", "");
            return;
        }
        try {
            Inventory.Result found = new Inventory(sources).prefixes(store);
            found.unknown().forEach(this::unknown);
            if (found.unknown().isEmpty()) {
                list.ok(CODE, "all " + found.looked() + " prefixes of the bucket are mapped or declared");
            }
        } catch (ObjectStoreException e) {
            list.refuse(CODE, String.valueOf(e.getMessage()), "then run again", ExitCode.ENVIRONMENT);
        }
    }

    private void unknown(Unknown each) {
        String name = each.name();
        List<String> words = switch (each.kind()) {
            case TABLE ->
                List.of(
                        "table " + name + " is not mapped",
                        "map it, or say under inventory: out-of-scope: tables why no rule is about it");
            case COLUMN ->
                List.of(
                        "column " + name + " is not mapped",
                        "map it, reduce it, or name it under inventory: plain-columns");
            case PREFIX ->
                List.of(
                        "objects under '" + name + "' are not mapped",
                        "map the prefix, or say under inventory: out-of-scope: prefixes why no rule is about it");
            case OBJECTS ->
                List.of("objects lie directly under '" + name + "', beside every prefix", "move or delete them");
            case UNSEEN -> List.of("not looked through: " + name, "until then nobody can tell");
        };
        list.refuse(CODE, words.get(0), words.get(1), ExitCode.DIFFERENCES);
    }
}
