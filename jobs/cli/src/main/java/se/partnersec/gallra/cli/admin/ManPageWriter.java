package se.partnersec.gallra.cli.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes a page of the manual for each command, in the language of man, from what {@code --help} is made of. */
final class ManPageWriter {
    private final String program;
    private final LocalDate day;

    /** @param program its name and version, for the foot of the page */
    ManPageWriter(String program, LocalDate day) {
        this.program = program;
        this.day = day;
    }

    /** Name of the file and text of each page. */
    Map<String, String> of(CommandLine root) {
        Map<String, String> pages = new LinkedHashMap<>();
        add(root, pages);
        return pages;
    }

    /** Answers how many were written. */
    int write(CommandLine root, Path folder) throws IOException {
        Map<String, String> pages = of(root);
        Files.createDirectories(folder);
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
        return pages.size();
    }

    private void add(CommandLine command, Map<String, String> pages) {
        pages.put(name(command.getCommandSpec()) + ".1", page(command));
        shown(command).forEach(child -> add(child, pages));
    }

    private static List<CommandLine> shown(CommandLine command) {
        return command.getSubcommands().values().stream()
                .distinct()
                .filter(child -> !child.getCommandSpec().usageMessage().hidden()
                        && !child.getCommandName().equals("help"))
                .toList();
    }

    private static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String[] says = text(spec.usageMessage().description());
        RoffWriter page = new RoffWriter();
        page.head(name(spec).toUpperCase(Locale.ROOT), day, program);
        page.section("NAME").line(name(spec) + " - " + summary(command));
        page.section("SYNOPSIS").line(synopsis(command));
        page.section("DESCRIPTION").line((summary(command) + ". " + String.join(" ", says)).strip());
        List<CommandLine> children = shown(command);
        if (!children.isEmpty()) {
            page.section("COMMANDS");
            for (CommandLine child : children) {
                page.entry(child.getCommandName(), summary(child));
            }
        }
        List<ArgSpec> arguments = Stream.concat(spec.positionalParameters().stream(), spec.options().stream())
                .filter(each -> !each.hidden())
                .toList();
        page.section("OPTIONS");
        arguments.forEach(each -> page.entry(label(each), String.join(" ", text(each.description()))));
        examples(page, text(spec.usageMessage().footer()));
        page.section("EXIT STATUS");
        spec.root().usageMessage().exitCodeList().forEach((number, meaning) -> page.entry(number.strip(), meaning));
        page.section("SEE ALSO").line(related(command, children));
        return page.toString();
    }

    private static void examples(RoffWriter page, String[] footer) {
        List<String> typed = Arrays.stream(footer)
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
        if (!typed.isEmpty()) {
            page.section("EXAMPLES").asTyped(typed);
        }
    }

    private static String related(CommandLine command, List<CommandLine> children) {
        Stream<CommandLine> parent = command.getParent() == null ? Stream.of() : Stream.of(command.getParent());
        String names = Stream.concat(parent, children.stream())
                .map(each -> name(each.getCommandSpec()) + "(1)")
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "gallra(1)" : names;
    }

    private static String synopsis(CommandLine command) {
        return new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF))
                .synopsis(0)
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String label(ArgSpec argument) {
        boolean value = argument.arity().max() > 0;
        return argument instanceof OptionSpec option
                ? String.join(", ", option.names()) + (value ? "=" + argument.paramLabel() : "")
                : argument.paramLabel();
    }

    /** Its one sentence, without the full stop. */
    private static String summary(CommandLine command) {
        return String.join(" ", text(command.getCommandSpec().usageMessage().header()))
                .replaceFirst("[.]$", "");
    }

    /** Texts of the help are formats: a percent sign is written twice there. */
    private static String[] text(String[] formats) {
        return Arrays.stream(formats).map(ManPageWriter::text).toArray(String[]::new);
    }

    /** One that is no format stands for itself, as in the help. */
    @SuppressWarnings("AnnotateFormatMethod") // there are no arguments to it
    private static String text(String format) {
        try {
            return String.format(Locale.ROOT, format);
        } catch (IllegalFormatException e) {
            return format;
        }
    }
}
