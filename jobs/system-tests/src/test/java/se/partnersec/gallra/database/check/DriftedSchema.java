package se.partnersec.gallra.database.check;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import se.partnersec.gallra.config.mapping.DemoNeeds;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.SqlScript;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.TestServers;

/** The demo's business schema after somebody changed it, and the shipped mapping after somebody edited it. */
record DriftedSchema(FreshSchemas schemas, String mapping) implements AutoCloseable {

    /** @param statements may say {@code ${other}} for a schema beside the business one */
    static DriftedSchema after(List<String> statements) {
        FreshSchemas schemas = TestServers.freshSchemas();
        schemas.database()
                .execute(
                        schemas.business(),
                        SqlScript.read("demo/schema.sql").statements().toArray(String[]::new));
        schemas.database()
                .execute(
                        schemas.business(),
                        statements.stream()
                                .map(sql -> sql.replace("${other}", schemas.suite())
                                        .replace("${business}", schemas.business()))
                                .toArray(String[]::new));
        return of(schemas);
    }

    /** Schemas as they are, under the shipped mapping. */
    static DriftedSchema of(FreshSchemas schemas) {
        try {
            String shipped = Files.readString(Path.of("..", "..", "job-config", "sources.yml"));
            return new DriftedSchema(
                    schemas, shipped.replace("schema: partnersec\n", "schema: " + schemas.business() + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DriftedSchema mapping(String old, String changed) {
        int at = mapping.lastIndexOf(old);
        if (at < 0) {
            throw new IllegalArgumentException("the mapping has no '" + old + "'");
        }
        String text = mapping.substring(0, at) + changed + mapping.substring(at + old.length());
        return new DriftedSchema(schemas, text.replace("${other}", schemas.suite()));
    }

    SourceMapping sources() {
        return SourceMappingReader.parse("sources.yml", mapping.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL);
    }

    MappingCheck.Result check() {
        try (HikariDataSource pool = DataSourceFactory.pool(schemas.settings(), DatabaseRole.JOB, 1)) {
            return MappingCheck.check(pool, sources());
        }
    }

    @Override
    public void close() {
        schemas.close();
    }
}
