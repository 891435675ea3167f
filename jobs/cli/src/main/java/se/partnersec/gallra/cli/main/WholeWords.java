package se.partnersec.gallra.cli.main;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import se.partnersec.gallra.support.text.LineWrap;

/**
 * Options and parameters of a help page, in which lines end at spaces only. Picocli also ends them at a point or before a
 * parenthesis, which breaks names of files and sections of laws.
 */
final class WholeWords extends Help.Layout {
    /** Letters that stand for punctuation while lines are broken. */
    private static final char LETTERS = '\u1400';

    private static final char LAST = '\u007f';

    private WholeWords(Help help, Help.Layout usual) {
        super(help.colorScheme(), usual.textTable(), usual.optionRenderer(), usual.parameterRenderer());
    }

    private static WholeWords of(Help help) {
        CommandSpec spec = help.commandSpec();
        return new WholeWords(
                help, help.createDefaultLayout(spec.options(), spec.positionalParameters(), help.colorScheme()));
    }

    static String options(Help help, List<OptionSpec> options) {
        WholeWords layout = of(help);
        layout.addOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }

    static String parameters(Help help) {
        WholeWords layout = of(help);
        layout.addAllPositionalParameters(help.commandSpec().positionalParameters(), help.parameterLabelRenderer());
        return layout.toString();
    }

    static String description(Help help) {
        int width = help.commandSpec().usageMessage().width();
        return List.of(help.commandSpec().usageMessage().description()).stream()
                .filter(line -> !line.isEmpty())
                .flatMap(line -> LineWrap.wrap(line, 0, width).stream())
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    /** Examples as they are, so that they can be copied. */
    static String footer(Help help) {
        return List.of(help.commandSpec().usageMessage().footer()).stream()
                .map(line -> line.replace("%%", "%") + System.lineSeparator())
                .collect(Collectors.joining());
    }

    @Override
    public void layout(ArgSpec argument, Text[][] cells) {
        for (Text[] row : cells) {
            int last = row.length - 1;
            row[last] = colorScheme.text(masked(row[last].plainString()));
        }
        super.layout(argument, cells);
    }

    @Override
    public String toString() {
        return plain(super.toString());
    }

    private static String masked(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.toString(punctuation(c) ? LETTERS + c : c))
                .collect(Collectors.joining());
    }

    private static boolean punctuation(int c) {
        return c > ' ' && c < LAST && !Character.isLetterOrDigit(c);
    }

    private static String plain(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.toString(c > LETTERS && c < LETTERS + LAST ? c - LETTERS : c))
                .collect(Collectors.joining());
    }
}
