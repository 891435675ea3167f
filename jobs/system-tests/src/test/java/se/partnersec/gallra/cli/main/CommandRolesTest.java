package se.partnersec.gallra.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.database.schema.PersonRole;

/** The page of roles says of each command what the program says. */
class CommandRolesTest {
    @Test
    void the_page_has_every_command_of_a_role_and_no_other() throws IOException {
        Map<String, List<String>> page = new TreeMap<>();
        Files.readString(Path.of("..", "..", "job-config", "docs", "roles.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .forEach(cells -> page.put(
                        cells.get(1).replace("`", ""),
                        IntStream.range(0, PersonRole.values().length)
                                .filter(i -> cells.get(i + 2).equals("+"))
                                .mapToObj(i -> PersonRole.values()[i].id())
                                .toList()));
        Map<String, List<String>> program = CommandRoles.all().entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(page).isEqualTo(new TreeMap<>(program));
    }

    @Test
    void a_role_that_is_named_is_one() {
        List<String> roles =
                Arrays.stream(PersonRole.values()).map(PersonRole::id).toList();
        assertThat(CommandRoles.all().values())
                .allSatisfy(each -> assertThat(roles).containsAll(each));
    }
}
