package se.partnersec.gallra.cli.output;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.text.LineWrap;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Where words go: results to standard output, everything said about the work to standard error. Characters that a terminal would
 * obey are shown instead, but for our own colours, which bear a mark that nobody else knows.
 */
public final class Terminal {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private static final String COMMAND = "gallra ";

    /** Of the private use area: no text has it. */
    private static final char NO_BREAK = '\uE000';

    /** Columns that any terminal has. */
    private static final int NARROW = 40;

    /** Columns that the further lines of a sentence begin to the right of its first. */
    private static final int CONTINUATION = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean screen;
    private final boolean colour;
    private final IntSupplier width;
    private final boolean shown;
    private int columns;
    private @Nullable String mark;
    private boolean plain;
    private boolean quiet;
    private @Nullable JsonResult json;
    private CommandPage.@Nullable Collector page;
    private boolean rounds;
    private @Nullable Supplier<Instant> structured;
    private @Nullable DataCategory category;
    private long runId;

    /** @param screen whether a person watches standard error */
    public Terminal(OutputStream out, OutputStream err, boolean screen, boolean colour) {
        this(out, err, screen, colour, () -> UNLIMITED);
    }

    /** @param width columns of the terminal; asked for once, when the first long line is printed */
    public Terminal(OutputStream out, OutputStream err, boolean screen, boolean colour, IntSupplier width) {
        this(out, err, screen, colour, width, true);
    }

    /** @param shown whether a terminal shows standard output */
    private Terminal(
            OutputStream out, OutputStream err, boolean screen, boolean colour, IntSupplier width, boolean shown) {
        this.width = width;
        this.shown = shown;
        // Always UTF-8: with the C locale Java would print a question mark for every å.
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.screen = screen;
        this.colour = colour;
    }

    public static Terminal of(Map<String, String> environment, OutputStream out, OutputStream err) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb;
        return new Terminal(
                out,
                err,
                TerminalStreams.isTerminal(2) && !dumb,
                wanted && TerminalStreams.isTerminal(1) && TerminalStreams.isTerminal(2),
                () -> TerminalStreams.columns(environment),
                TerminalStreams.isTerminal(1));
    }

    public void configure(boolean plainText, boolean quietly) {
        plain = plainText;
        quiet = quietly;
    }

    /** Collects results from now on, for one JSON document. */
    public void collect() {
        json = new JsonResult();
    }

    /** Collects results from now on, for a page of the web console; nothing is written to the streams. */
    public void collectPage() {
        json = new JsonResult();
        page = new CommandPage.Collector();
    }

    /** Page of everything that was printed since {@link #collectPage}. */
    public CommandPage page(int exit) {
        return Objects.requireNonNull(page)
                .page(exit, Objects.requireNonNull(json).fields());
    }

    /** Adds a table to the page; nothing if none is collected. */
    void onPage(Supplier<CommandPage.Block> block) {
        if (page != null) {
            page.add(block.get());
        }
    }

    /** The document is about an error, with what was collected before it, if anything. */
    public void collectFailure() {
        if (json == null) {
            collect();
        }
        Objects.requireNonNull(json).failed();
    }

    /** Prints what was collected; nothing unless it is, and nothing after rounds if there is nothing new. */
    public void finish(String command, Instant at, int exit) {
        if (page != null) {
            return;
        }
        JsonResult collected = json;
        if (collected != null && !(rounds && collected.isEmpty())) {
            out.print(collected.document(command, at, exit));
        }
        json = null;
    }

    /** Prints what a round of a command that never ends by itself has collected, as a document of its own. */
    public void round(String command, Instant at, int exit) {
        JsonResult collected = json;
        if (collected != null) {
            out.print(collected.document(command, at, exit));
            out.flush();
            json = new JsonResult();
            rounds = true;
        }
    }

    /** From now on what is said about the work is one JSON object a line, with the time of this clock. */
    public void structure(Supplier<Instant> clock) {
        structured = clock;
    }

    /** What is said from now on is about this run; null and 0 for about none. */
    public void about(@Nullable DataCategory what, long run) {
        category = what;
        runId = run;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** One line, whatever is in it; on a terminal a sentence is wrapped at words. */
    public void result(String line) {
        if (page != null) {
            page.say(line, mark, "");
        } else if (json == null) {
            wrapped(coloured(VisibleText.line(line))).forEach(out::println);
        } else {
            json.line(VisibleText.line(line));
        }
    }

    /** A line of a table, as wide as it may be. */
    void laidOut(String line) {
        out.println(coloured(VisibleText.line(line)));
    }

    /** A text for another program, exactly as it is, such as a script; in JSON a field of its own. */
    public void raw(String name, String text) {
        if (page != null) {
            text.lines().forEach(this::result);
        } else if (json == null) {
            out.print(text);
            out.flush();
        } else {
            json.field(name, text);
        }
    }

    /** A field of the JSON result, which is all that has it: a person reads it in a sentence. */
    public void field(String name, @Nullable Object value) {
        if (json != null) {
            json.field(name, value);
        }
    }

    /** Adds rows to a list of the JSON result, to none if it is null; false, and nothing is asked for, if there is no such result. */
    boolean rows(@Nullable String name, Supplier<List<Map<String, @Nullable Object>>> rows) {
        if (json == null) {
            return false;
        }
        if (name != null) {
            json.rows(name, rows.get());
        }
        return true;
    }

    /** Adds a list to the JSON result, which is all that has it. */
    public <T> void list(String name, Collection<T> all, Function<T, Fields> fields) {
        rows(
                name,
                () -> all.stream()
                        .map(each -> JsonResult.object(fields.apply(each)))
                        .toList());
    }

    /** Fields of the JSON result, which is all that has them. */
    public void fields(Fields all) {
        all.values().forEach(this::field);
    }

    /** Adds a message to the JSON result; false if there is none. */
    boolean message(Said said, String shown) {
        if (json == null) {
            return false;
        }
        json.message(said);
        if (page != null) {
            page.say(shown, mark, said.tag());
        }
        return true;
    }

    public void result(String format, Object... args) {
        result(String.format(Formats.OURS, format, args));
    }

    /**
     * Labelled lines at once, however they end; on a terminal laid out for its width, with {@code --plain} a sentence is one line, however
     * long.
     */
    public void block(String text) {
        if (page != null) {
            page.labelled(VisibleText.lines(text));
            return;
        }
        String shown = VisibleText.lines(forProgram() ? LabelledText.unwrapped(text) : fitted(text))
                .stripTrailing();
        if (json == null) {
            out.println(shown);
        } else {
            shown.lines().forEach(json::line);
        }
    }

    /** Something said in passing; not with {@code --quiet}. */
    public void note(String line) {
        if (page != null) {
            page.say(line, CommandPage.Tone.NOTE);
        } else if (!quiet) {
            say(line, false);
        }
    }

    public void problem(String line) {
        if (page != null) {
            page.say(line, CommandPage.Tone.PROBLEM);
            return;
        }
        if (json != null) {
            json.problem(VisibleText.lines(line));
        }
        say(line, true);
    }

    /** On standard error alone: it may quote records, and results are kept where standard error is not. */
    public void aside(String line) {
        if (page == null) {
            say(line, true);
        }
    }

    private void say(String line, boolean problem) {
        Supplier<Instant> clock = structured;
        String shown = coloured(VisibleText.lines(line));
        if (clock != null) {
            err.println(new EcsLogLine(clock.get(), problem, shown, category, runId).text());
        } else if (screen()) {
            shown.lines().forEach(each -> wrapped(each).forEach(err::println));
        } else {
            err.println(shown);
        }
    }

    /** Labelled lines, laid out again where the terminal is narrower than they are. */
    private String fitted(String text) {
        if (width() >= LabelledText.WIDTH) {
            return text;
        }
        return LabelledText.unwrapped(text)
                .lines()
                .flatMap(line ->
                        LineWrap.wrap(line, line.startsWith("  ") ? LabelledText.LABEL : CONTINUATION, width())
                                .stream())
                .collect(Collectors.joining("\n"));
    }

    /** Lines of a sentence. A command with which it ends is left whole, so that it can be copied. */
    private List<String> wrapped(String line) {
        if (plain || line.length() <= Math.min(NARROW, width())) {
            return List.of(line);
        }
        int indent = Math.min(line.length() - line.stripLeading().length() + CONTINUATION, NARROW / 2);
        int command = line.lastIndexOf(COMMAND);
        if (command <= indent) {
            return command < 0 ? LineWrap.wrap(line, indent, width()) : List.of(line);
        }
        // To the wrap it is one word.
        String whole = line.substring(command).replace(' ', NO_BREAK);
        return LineWrap.wrap(line.substring(0, command) + whole, indent, width()).stream()
                .map(part -> part.replace(NO_BREAK, ' '))
                .toList();
    }

    /** Columns of the terminal that shows standard output; unlimited for a pipe or a file. */
    int width() {
        return shown ? columns() : UNLIMITED;
    }

    /** Columns of the terminal, also where standard output goes elsewhere. */
    public int columns() {
        if (columns == 0) {
            columns = width.getAsInt();
        }
        return columns;
    }

    public boolean screen() {
        return screen && !plain && !quiet && structured == null;
    }

    public boolean plain() {
        return plain && json == null;
    }

    /** Output for a program, which is JSON or {@code --plain}: no pages, colours or progress. */
    public boolean forProgram() {
        return plain || json != null && page == null;
    }

    /** Whether results are collected for one JSON document. */
    public boolean collecting() {
        return json != null;
    }

    /** Whether a person can be asked: they watch standard error and type on standard input. */
    public boolean asks() {
        return screen() && json == null && TerminalStreams.isTerminal(0);
    }

    /** Silence about what went well, as {@code --quiet} asks; a JSON result has it all the same. */
    public boolean quiet() {
        return quiet && json == null;
    }

    boolean colour() {
        return page != null || colour && !plain && json == null;
    }

    public String bold(String text) {
        return colour() ? mark() + "[1m" + text + mark() + "[0m" : text;
    }

    public String red(String text) {
        return colour() ? mark() + "[31m" + text + mark() + "[0m" : text;
    }

    private String coloured(String text) {
        return mark == null ? text : text.replace(mark, "\u001b");
    }

    /** Stands for the character that begins a colour. Made where it is needed first: randomness costs a tenth of a start. */
    private String mark() {
        String known = mark;
        if (known == null) {
            known = "<" + UUID.randomUUID() + ">";
            mark = known;
        }
        return known;
    }
}
