package se.partnersec.gallra.database.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.config.settings.DatabaseRole;

/**
 * Who may do what to which table, in writing: one line a table, one cell each for job, finance, reader and, if it has any, the sealer.
 *
 * <p>A cell holds the letters S(elect), I(nsert), U(pdate), D(elete); columns in parentheses limit the letters before them.
 */
record GrantTable(Map<String, Map<DatabaseRole, Rights>> rows) {
    private static final Pattern RIGHT = Pattern.compile("([SIUD]+)(?:\\(([^)]*)\\))?");

    /** Letter to columns; an empty set of columns means all of them. */
    record Rights(Map<Character, Set<String>> letters) {
        boolean any(char letter) {
            return letters.containsKey(letter);
        }

        boolean of(char letter, String column) {
            Set<String> columns = letters.get(letter);
            return columns != null && (columns.isEmpty() || columns.contains(column));
        }

        static Rights parse(String cell) {
            Map<Character, Set<String>> letters = new TreeMap<>();
            Matcher right = RIGHT.matcher(cell);
            while (right.find()) {
                Set<String> columns = right.group(2) == null
                        ? Set.of()
                        : Set.of(right.group(2).split(" "));
                for (char letter : right.group(1).toCharArray()) {
                    letters.put(letter, columns);
                }
            }
            return new Rights(letters);
        }
    }

    Rights of(String table, DatabaseRole role) {
        return Optional.ofNullable(rows.get(table)).orElseThrow().getOrDefault(role, new Rights(Map.of()));
    }

    static GrantTable parse(String text) {
        Map<String, Map<DatabaseRole, Rights>> rows = new TreeMap<>();
        text.lines().filter(line -> line.contains("|")).forEach(line -> {
            String[] cells = line.split("\\|", -1);
            List<Rights> rights = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                rights.add(Rights.parse(i < cells.length ? cells[i] : ""));
            }
            rows.put(
                    cells[0].strip(),
                    Map.of(
                            DatabaseRole.JOB,
                            rights.get(0),
                            DatabaseRole.FINANCE,
                            rights.get(1),
                            DatabaseRole.READER,
                            rights.get(2),
                            DatabaseRole.SEALER,
                            rights.get(3)));
        });
        return new GrantTable(rows);
    }
}
