package se.partnersec.gallra.cli.main;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.cli.option.CategoryConverter;
import se.partnersec.gallra.cli.option.DateConverter;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.ErrorReportFile;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.MissingRightException;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.ProgressNote;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Reads one command line, lets its command work, and turns whatever happens into words and an exit code. */
public final class CommandRunner {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final String ECS = "ecs";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final CommandContext session;
    private final LazyContext beans;
    private final Terminal terminal;
    private final Function<Throwable, Optional<RefusedException>> faults;
    private final String format;
    private final boolean page;
    private boolean json;
    private String command = "";

    /**
     * Surroundings of a command line.
     *
     * @param context starts the application context, given where to tell what is done on the way
     * @param clock of this machine
     * @param jobs the categories that have a job, in the order of {@code --all}
     * @param faults the refusal that an exception is, or stands for; empty for an unforeseen one
     */
    public record Surroundings(
            Function<ProgressNote, ConfigurableApplicationContext> context,
            Clock clock,
            Supplier<List<DataCategory>> jobs,
            Function<Throwable, Optional<RefusedException>> faults) {}

    public CommandRunner(Surroundings surroundings, Map<String, String> environment) {
        this(Terminal.of(environment, System.out, System.err), surroundings, environment, false);
    }

    /** The same with output that goes elsewhere, where nobody watches. */
    public CommandRunner(
            OutputStream out, OutputStream err, Surroundings surroundings, Map<String, String> environment) {
        this(new Terminal(out, err, false, false), surroundings, environment, false);
    }

    private CommandRunner(Terminal terminal, Surroundings surroundings, Map<String, String> environment, boolean page) {
        this.terminal = terminal;
        this.page = page;
        this.beans = new LazyContext(() -> surroundings.context().apply(terminal::note), !page);
        this.session = new CommandContext(terminal, surroundings.clock(), surroundings.jobs(), environment);
        this.faults = surroundings.faults();
        this.format = environment.getOrDefault("GALLRA_LOG_FORMAT", "").strip();
        if (format.equals(ECS)) {
            terminal.structure(session::now);
        }
    }

    /**
     * Runs a command for a page of the web console. Its language is that of this thread alone, its application context stays open, and
     * no argument is read as a file of arguments.
     *
     * @param surroundings whose context is that of the person who asks
     */
    public static CommandPage page(
            Surroundings surroundings, Map<String, String> environment, Locale language, List<String> args) {
        Terminal terminal =
                new Terminal(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false, false);
        terminal.collectPage();
        List<String> typed = new ArrayList<>(args);
        typed.add(0, "--lang=" + language.getLanguage());
        int exit = new CommandRunner(terminal, surroundings, environment, true).run(typed.toArray(String[]::new));
        return terminal.page(exit);
    }

    /** Runs the command; never throws, and never shows a stack trace unless asked to. */
    public int run(String... args) {
        Locale before = Locale.getDefault(Locale.Category.DISPLAY);
        GallraCommand flags = new GallraCommand();
        speak(session.words(language(List.of(args))).language());
        json = Arrays.asList(args).contains("--json");
        try (beans) {
            int exit = understood(commandLine(flags, List.of(args)), args);
            terminal.finish(command, session.now(), exit);
            return exit;
        } finally {
            if (page) {
                Sentences.speakHere(null);
            } else {
                Sentences.speak(before);
            }
        }
    }

    /** Pages are made at the same time in several languages; a command of its own has threads that speak its language. */
    private void speak(Locale language) {
        if (page) {
            Sentences.speakHere(language);
        } else {
            Sentences.speak(language);
        }
    }

    private int understood(CommandLine line, String... args) {
        if (Arrays.asList(args).contains("--plain")) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        if (!format.isEmpty() && !format.equals(ECS)) {
            return misunderstood(
                    new ParameterException(line, SENTENCES.say("main.gallra-log-format-set-ecs-leave", format)));
        }
        // Java puts this sign where the locale cannot carry a letter; a hold on such a key would hold nothing.
        if (Arrays.stream(args).anyMatch(a -> a.indexOf('\uFFFD') >= 0)) {
            return misunderstood(new ParameterException(line, SENTENCES.say("main.letter-command-line-lost-way-set")));
        }
        String hidden = hidden(List.of(args));
        if (hidden != null) {
            return misunderstood(new ParameterException(line, hidden));
        }
        int exit = line.execute(args);
        session.notifications().exit(exit);
        return exit;
    }

    private CommandLine commandLine(GallraCommand flags, List<String> typed) {
        CommandFactory commands = new CommandFactory(session, beans);
        CommandLine line = new CommandLine(flags, commands);
        if (page) {
            CommandCatalog.addOnly(line, commands, typed.get(1)); // after the language
        } else {
            CommandCatalog.add(line, commands, typed);
        }
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(!page);
        line.registerConverter(DataCategory.class, name -> new CategoryConverter(session.jobs()).convert(name));
        line.registerConverter(java.time.LocalDate.class, new DateConverter());
        for (Class<Integer> type : List.of(int.class, Integer.class)) {
            line.registerConverter(type, text -> (int) number(text, Integer.MAX_VALUE));
        }
        for (Class<Long> type : List.of(long.class, Long.class)) {
            line.registerConverter(type, text -> number(text, Long.MAX_VALUE));
        }
        line.setParameterExceptionHandler((e, args) -> misunderstood(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command, flags.debug()));
        line.setExecutionStrategy(parsed -> {
            String hidden = hidden(parsed.expandedArgs());
            if (hidden != null) {
                throw new ParameterException(line, hidden); // it stood in an @file
            }
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            }
            session.configure(flags);
            speak(session.words().language());
            json = flags.json();
            if (json) {
                terminal.collect();
            }
            List<CommandLine> named = parsed.asCommandLineList();
            command = name(named.get(named.size() - 1));
            return new CommandLine.RunLast().execute(parsed);
        });
        if (!page) {
            new HelpLayout(session.words(language(typed))).apply(line);
        }
        return line;
    }

    /** Language that a help page is asked for in, before the command line is understood; null where it does not say. */
    private static @Nullable String language(List<String> typed) {
        for (int i = 0; i < typed.size(); i++) {
            if (typed.get(i).startsWith("--lang=")) {
                return typed.get(i).substring("--lang=".length());
            }
            if (typed.get(i).equals("--lang") && i + 1 < typed.size()) {
                return typed.get(i + 1);
            }
        }
        return null;
    }

    /** Reasons, keys, names and paths alike; null if all can be seen. */
    private static @Nullable String hidden(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String hidden = VisibleText.problem(args.get(i));
            if (hidden != null) {
                return SENTENCES.say("main.argument-command-line", (i + 1), VisibleText.of(args.get(i)), hidden);
            }
        }
        return null;
    }

    /** Name of a command, as it is typed after {@code gallra}. */
    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName().replaceFirst("^\\S+ ?", "");
    }

    private int misunderstood(ParameterException e) {
        command = name(e.getCommandLine());
        if (json) {
            terminal.collectFailure();
        }
        UsageErrorText.of(e).forEach(terminal::problem);
        if (!page) {
            terminal.problem(SENTENCES.say(
                    "main.try-help", e.getCommandLine().getCommandSpec().qualifiedName()));
        }
        return ExitCode.USAGE.number();
    }

    private int failed(Exception e, CommandLine command, boolean debug) {
        if (e instanceof ParameterException misuse) {
            return misunderstood(misuse);
        }
        if (json) {
            terminal.collectFailure();
        }
        Optional<RefusedException> refused = faults.apply(e);
        if (debug) {
            terminal.aside(ErrorReportFile.trace(e));
        }
        if (refused.isPresent()) {
            ExitCode exit = refused.get().exit();
            refused.get().problems().forEach(terminal::problem);
            if (refused.get() instanceof MissingRightException) {
                terminal.problem(CommandRoles.sentence(command, session.words()));
            }
            if (!page) {
                terminal.note(session.words()
                        .say("exit.code", exit.number(), session.words().say("exit." + exit.number())));
            }
            return exit.number();
        }
        new ErrorReportFile(session.folder()).write(e, terminal);
        return ExitCode.BUG.number();
    }

    /** Nothing that is asked for is a number below 0. */
    private static long number(String text, long most) {
        if (!NUMBER.matcher(text).matches() || Long.parseLong(text) > most) {
            throw new TypeConversionException(SENTENCES.say("main.not-number-write-digits-alone-such", text));
        }
        return Long.parseLong(text);
    }
}
