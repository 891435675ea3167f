package se.partnersec.gallra.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.support.json.JsonText;
import se.partnersec.gallra.testing.JsonSchemas;

/** The shipped JSON Schemas: one for each command, and one for each file of evidence. */
class JsonSchemasTest {
    @Test
    void each_command_has_a_schema_and_each_schema_a_command() throws IOException {
        Set<String> names = new TreeSet<>(CommandTree.names());
        names.remove("console"); // it serves pages, and has no result
        Set<String> expected = names.stream()
                .map(name -> name.replace(' ', '-') + "-1.schema.json")
                .collect(Collectors.toCollection(TreeSet::new));
        expected.add("common-1.schema.json");
        expected.add("error-1.schema.json");
        expected.addAll(List.of(
                "certificate-document-1.schema.json", "report-document-1.schema.json", "prune-document-1.schema.json"));
        try (Stream<Path> files = Files.list(JsonSchemas.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("-1.")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        for (String name : names) {
            String text = Files.readString(JsonSchemas.FOLDER.resolve(name.replace(' ', '-') + "-1.schema.json"));
            assertThat(JsonText.read(text))
                    .extractingByKey("properties")
                    .asString()
                    .contains("command={const=" + name + "}");
        }
    }
}
