package se.partnersec.gallra.holds.hold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Reads holds from a table of text, whole or not at all: every fault of every line is named at once. */
public final class HoldCsvReader {
    private static final Sentences SENTENCES = Sentences.of("holds");
    /** So many are placed in one gate transaction without making runs wait long. */
    static final int MOST = 5_000;

    private static final Set<String> COLUMNS =
            Set.of("type", "scope", "key", "category", "until", "review_by", "basis", "reason");
    private static final Set<String> NEEDED = Set.of("type", "scope", "key", "reason");

    private final LocalDate today;
    private final Set<DataCategory> categories;
    private final List<String> problems = new ArrayList<>();
    private final List<NewHold> holds = new ArrayList<>();
    private List<String> heads = List.of();

    private HoldCsvReader(LocalDate today, Collection<DataCategory> categories) {
        this.today = today;
        this.categories = Set.copyOf(categories);
    }

    /** @throws RefusedException naming all faults with their lines; also where the last line does not end */
    static List<NewHold> read(Path file, LocalDate today, Collection<DataCategory> categories) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (!text.isEmpty() && !text.endsWith("\n") && !text.endsWith("\r")) {
                throw RefusedException.usage(SENTENCES.say("hold.ends-within-line-so-may-cut", file));
            }
            return parse(text, today, categories);
        } catch (CharacterCodingException e) {
            throw RefusedException.usage(SENTENCES.say("hold.not-utf-8-save-csv-utf", file));
        } catch (IOException e) {
            throw RefusedException.usage(SENTENCES.say("hold.cannot-read-check-path-rights", file));
        }
    }

    static List<NewHold> parse(String text, LocalDate today, Collection<DataCategory> categories) {
        HoldCsvReader file = new HoldCsvReader(today, categories);
        List<Line> lines = file.lines(text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (file.problems.isEmpty()) {
            file.holds(lines);
        }
        RefusedException.usageIfAny(file.problems);
        return file.holds;
    }

    /** @param number of the line in the file where the record begins, from 1 */
    private record Line(long number, CSVRecord cells) {
        boolean blank() {
            return cells.size() == 1 && cells.get(0).isBlank();
        }
    }

    /** As RFC 4180 writes them, by comma or by semicolon, whichever the first line has. */
    private List<Line> lines(String text) {
        String first = text.lines().findFirst().orElse("");
        char separator = first.contains(";") && !first.contains(",") ? ';' : ',';
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .get();
        List<Line> lines = new ArrayList<>();
        long begins = 1;
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord cells : parser) {
                lines.add(new Line(begins, cells));
                begins = parser.getCurrentLineNumber() + 1;
            }
        } catch (IOException | UncheckedIOException e) {
            problems.add(SENTENCES.say(
                    "hold.line",
                    begins,
                    (String.valueOf(e.getMessage()).contains("EOF")
                            ? SENTENCES.say("hold.quote-opened-not-closed-close")
                            : SENTENCES.say("hold.after-closing-quote-comes-separator-end"))));
        }
        return lines;
    }

    private void holds(List<Line> lines) {
        List<Line> filled = lines.stream().filter(line -> !line.blank()).toList();
        if (filled.size() - 1 > MOST) {
            problems.add(SENTENCES.say("hold.file-holds-most-split", (filled.size() - 1), MOST));
            return;
        }
        heads = filled.isEmpty()
                ? List.of()
                : filled.get(0).cells().stream()
                        .map(head -> head.strip().toLowerCase(Locale.ROOT))
                        .toList();
        if (!heads.containsAll(NEEDED) || !COLUMNS.containsAll(heads) || new HashSet<>(heads).size() != heads.size()) {
            problems.add(SENTENCES.say("hold.line-1-first-line-must-name"));
            return;
        }
        filled.stream().skip(1).forEach(this::hold);
    }

    private void hold(Line line) {
        if (line.cells().size() != heads.size()) {
            fault(
                    line,
                    SENTENCES.say(
                            "hold.cells-under-columns-quote-cells-separator",
                            line.cells().size(),
                            heads.size()));
            return;
        }
        int before = problems.size();
        HoldType type = type(line);
        HoldScope scope = scope(line);
        DataCategory category = category(line, "category");
        LocalDate until = day(line, "until");
        LocalDate reviewBy = day(line, "review_by");
        String basis = cell(line, "basis");
        if (basis.length() > 255) {
            fault(line, SENTENCES.say("hold.basis-may-have-most-255-characters", basis.length()));
        }
        if (problems.size() > before || type == null || scope == null) {
            return;
        }
        NewHold hold = new NewHold(
                type, scope, category, until, reviewBy, basis.isEmpty() ? null : basis, cell(line, "reason"));
        hold.problems(today).forEach(problem -> fault(line, problem));
        holds.add(hold);
    }

    private @Nullable HoldType type(Line line) {
        String text = cell(line, "type");
        HoldType found = Arrays.stream(HoldType.values())
                .filter(type -> type.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElse(null);
        if (found == null) {
            fault(line, SENTENCES.say("hold.there-no-type-hold-such-legal", shown(text)));
        }
        return found;
    }

    private @Nullable HoldScope scope(Line line) {
        String text = cell(line, "scope").toLowerCase(Locale.ROOT);
        String key = cell(line, "key");
        ScopeType kind = Arrays.stream(ScopeType.values())
                .filter(k -> k.id().equals(text))
                .findFirst()
                .orElse(null);
        if (kind == null) {
            fault(line, SENTENCES.say("hold.there-no-scope-such-customer-user", shown(text)));
            return null;
        }
        if (kind == ScopeType.CATEGORY && category(line, "key") == null) {
            return null;
        }
        if (kind == ScopeType.RECORD && key.indexOf(':') < 1) {
            fault(line, SENTENCES.say("hold.record-named-like-chat-logs-3", shown(key)));
            return null;
        }
        try {
            return new HoldScope(kind, key);
        } catch (IllegalArgumentException e) {
            fault(line, SENTENCES.say("hold.correct-key", e.getMessage()));
            return null;
        }
    }

    private @Nullable DataCategory category(Line line, String column) {
        String text = cell(line, column);
        DataCategory found =
                DataCategory.parse(text).filter(categories::contains).orElse(null);
        if (found == null && !(text.isEmpty() && column.equals("category"))) {
            fault(line, SENTENCES.say("hold.there-no-category-see-gallra-policy", shown(text)));
        }
        return found;
    }

    private @Nullable LocalDate day(Line line, String column) {
        String text = cell(line, column);
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            fault(line, SENTENCES.say("hold.not-day-calendar-write-like-2026", shown(text)));
            return null;
        }
    }

    private String cell(Line line, String column) {
        int at = heads.indexOf(column);
        return at < 0 ? "" : line.cells().get(at).strip();
    }

    private void fault(Line line, String what) {
        problems.add(SENTENCES.say("hold.line", line.number(), what));
    }

    private static String shown(String text) {
        String safe = VisibleText.of(text);
        return safe.length() > 40 ? safe.substring(0, 40) + "…" : safe;
    }
}
