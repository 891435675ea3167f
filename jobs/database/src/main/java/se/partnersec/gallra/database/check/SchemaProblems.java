package se.partnersec.gallra.database.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import se.partnersec.gallra.config.yaml.ConfigProblem;

/** Collects where the database differs from the mapping, at the mapping's lines. */
final class SchemaProblems {
    private final String file;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    SchemaProblems(String file) {
        this.file = file;
    }

    void add(int line, String message) {
        problems.add(new ConfigProblem(file, line, message));
    }

    /** Something a reader should know, though it stops nothing. */
    void note(String message) {
        notes.add(message);
    }

    List<ConfigProblem> problems() {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt(ConfigProblem::line))
                .toList();
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
