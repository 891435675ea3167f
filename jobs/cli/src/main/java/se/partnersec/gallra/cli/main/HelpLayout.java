package se.partnersec.gallra.cli.main;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.support.exit.ExitCode;

/** Layout of help pages: commands grouped by task, global options apart, in the language of the user. */
final class HelpLayout {
    /** Commands by task, in the order of the first page. */
    static final Map<String, List<String>> TASKS = tasks();

    private static final List<String> FIRST = List.of("list", "show", "find");
    private static final String GLOBAL = "globalOptions";
    private static final int INDENT = 2;
    private static final int NAMES = 15;

    private final CliMessages words;

    HelpLayout(CliMessages words) {
        this.words = words;
    }

    private static Map<String, List<String>> tasks() {
        Map<String, List<String>> tasks = new LinkedHashMap<>();
        tasks.put("help.try", List.of("demo", "dev"));
        tasks.put(
                "help.daily",
                List.of("status", "plan", "run", "watch", "worker", "runs", "findings", "explain", "verify"));
        tasks.put("help.keep", List.of("holds", "requests", "notices", "suppressed", "fraud", "users"));
        tasks.put("help.approve", List.of("approvals", "people", "passkeys", "plans", "policy"));
        tasks.put("help.evidence", List.of("report", "certificate", "ledger", "copies"));
        tasks.put(
                "help.install", List.of("init", "doctor", "db", "bucket", "metrics", "console", "completion", "help"));
        return tasks;
    }

    /** To be called when all commands are known. */
    void apply(CommandLine root) {
        String[] inherited = root.getCommandSpec().usageMessage().description();
        each(root, command -> {
            // A command without a description inherits that of gallra.
            UsageMessageSpec page = command.getCommandSpec().usageMessage();
            if (command.getParent() != null && Arrays.equals(page.description(), inherited)) {
                page.description("");
            }
        });
        if (!words.language().equals(Locale.ENGLISH)) {
            root.setResourceBundle(ResourceBundle.getBundle(
                    "help", words.language(), Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
        }
        each(root, this::headings);
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(root.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help, false));
        sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, WholeWords::description);
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, WholeWords::parameters);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, WholeWords::footer);
        sections.put(GLOBAL, help -> options(help, true));
        sections.put(
                UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                help -> options(help, false).isEmpty() ? "" : help.optionListHeading());
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, this::commands);
        root.setHelpSectionMap(sections);
        List<String> keys = new ArrayList<>(root.getHelpSectionKeys());
        keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST) + 1, GLOBAL);
        root.setHelpSectionKeys(keys);
        exitCodes(root);
        root.getCommandSpec().usageMessage().footer("  " + words.say("help.first"));
        root.getCommandSpec().usageMessage().footerHeading("%n" + words.say("help.start") + "%n");
    }

    private static void each(CommandLine command, Consumer<CommandLine> task) {
        task.accept(command);
        command.getSubcommands().values().stream().distinct().forEach(child -> each(child, task));
    }

    private void headings(CommandLine command) {
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        CommandSpec root = command.getCommandSpec().root();
        OptionSpec version = command.getCommandSpec().findOption("--version");
        if (command.getCommandSpec() != root && version != null) {
            command.getCommandSpec().remove(version);
        }
        page.abbreviateSynopsis(true);
        page.synopsisHeading(words.say("help.usage") + " ");
        page.descriptionHeading(String.join("", page.description()).isEmpty() ? "" : "%n");
        page.parameterListHeading("%n");
        page.optionListHeading("%n" + words.say("help.options") + "%n");
        page.commandListHeading(command.getParent() == null ? "%n" : "%n" + words.say("help.commands") + "%n");
        page.footerHeading(page.footer().length == 0 ? "" : "%n" + words.say("help.examples") + "%n");
    }

    private void exitCodes(CommandLine root) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(" " + code.number(), words.say("exit." + code.number()));
        }
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%n" + words.say("help.codes") + "%n")
                .exitCodeList(codes);
    }

    private static boolean global(CommandSpec spec, OptionSpec option) {
        return option.inherited() || option.usageHelp() && spec.parent() != null;
    }

    private String options(Help help, boolean global) {
        CommandSpec spec = help.commandSpec();
        List<OptionSpec> shown = spec.options().stream()
                .filter(option -> global(spec, option) == global && !option.hidden())
                .toList();
        if (shown.isEmpty()) {
            return "";
        }
        return (global ? System.lineSeparator() + words.say("help.global") + System.lineSeparator() : "")
                + WholeWords.options(help, shown);
    }

    private String commands(Help help) {
        Map<String, Help> all = help.subcommands();
        if (help.commandSpec().parent() != null) {
            return group(help, sorted(all.keySet()));
        }
        StringBuilder text = new StringBuilder();
        TASKS.forEach((task, names) -> {
            List<String> known = names.stream().filter(all::containsKey).toList();
            if (!known.isEmpty()) {
                text.append(text.isEmpty() ? "" : System.lineSeparator())
                        .append(words.say(task))
                        .append(System.lineSeparator());
                text.append(group(help, known));
            }
        });
        return text.toString();
    }

    /** Subcommands in the order of the page: list, show and find first. */
    private static List<String> sorted(Set<String> names) {
        List<String> sorted = new ArrayList<>(FIRST);
        sorted.retainAll(names);
        names.stream().filter(name -> !sorted.contains(name)).forEach(sorted::add);
        return sorted;
    }

    private static String group(Help help, List<String> names) {
        int width = help.commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(NAMES, INDENT, Column.Overflow.SPAN),
                new Column(width - NAMES, 0, Column.Overflow.WRAP));
        for (String name : names) {
            String[] header = Objects.requireNonNull(help.subcommands().get(name))
                    .commandSpec()
                    .usageMessage()
                    .header();
            table.addRowValues(
                    help.colorScheme().commandText(name), help.colorScheme().text(header.length == 0 ? "" : header[0]));
        }
        return table.toString();
    }
}
