package se.partnersec.gallra.console.page;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.download.CommandFile;
import se.partnersec.gallra.console.download.ReportFile;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.part.UnknownPageException;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/** Reports: their charts on a page, and their rows as a file with the same choices. */
@Controller
final class ReportController {
    private static final String COMMAND = "report";

    private final CommandFile files;
    private final MessageSource texts;

    /** Reports with the choices that each has. */
    enum Name {
        OVERDUE("category"),
        BACKLOG("category"),
        FORECAST("category", "months"),
        HOLDS("all"),
        ERASURE("from", "to", "category"),
        NOTICES("all"),
        RECONCILIATION(),
        REGISTER("category"),
        DELETION_CONCEPT("category");

        private final List<String> choices;

        Name(String... choices) {
            this.choices = List.of(choices);
        }

        /** As on the command line. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public List<String> choices() {
            return choices;
        }
    }

    /** Forms of the file, by their extensions. */
    enum Form {
        XLSX,
        CSV,
        JSON,
        PDF;

        String extension() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ReportController(Clock clock, MessageSource texts) {
        this.files = new CommandFile(clock);
        this.texts = texts;
    }

    @GetMapping("/evidence/reports")
    String reports(@AuthenticationPrincipal Person person, Model model) {
        require(person);
        model.addAttribute("sections", List.of());
        return page(model);
    }

    /** @param form of the file that is wanted; null for the page */
    @GetMapping("/evidence/reports/{report}")
    @Nullable
    String report(
            @AuthenticationPrincipal Person person,
            @PathVariable String report,
            @RequestParam(required = false) @Nullable Form form,
            @RequestParam Map<String, String> asked,
            Model model,
            HttpServletResponse response)
            throws IOException {
        Name name = name(report);
        Map<String, String> choices = choices(name, asked);
        Section section;
        if (form == null) {
            section = charts(person, name, choices, Duration.ofMillis(Sections.WAIT_MILLIS));
        } else {
            require(person);
            CommandPage refused = files.send(
                    person, name.id(), choices, form.extension(), path -> command(name, choices, path), response);
            if (refused == null) {
                return null;
            }
            section = new Section(false, "section.report", shell(name, choices), refused);
        }
        model.addAttribute("report", name);
        model.addAttribute("forms", Form.values());
        model.addAttribute("choices", choices);
        model.addAttribute("sections", List.of(section));
        ReadController.again(model, List.of(section));
        return page(model);
    }

    @GetMapping("/evidence/reports/{report}/charts")
    String charts(
            @AuthenticationPrincipal Person person,
            @PathVariable String report,
            @RequestParam Map<String, String> asked,
            Model model) {
        Name name = name(report);
        model.addAttribute("section", charts(person, name, choices(name, asked), LaterController.PATIENCE));
        return LaterController.PART;
    }

    private static String page(Model model) {
        CliMessages words = new CliMessages(LocaleContextHolder.getLocale());
        Map<Name, String> titles = new EnumMap<>(Name.class);
        for (Name name : Name.values()) {
            titles.put(name, words.say("report.name." + name.id()));
        }
        model.addAttribute("page", ConsolePage.EVIDENCE);
        model.addAttribute("reports", Name.values());
        model.addAttribute("titles", titles);
        return COMMAND;
    }

    private Section charts(Person person, Name name, Map<String, String> choices, Duration patience) {
        require(person);
        Locale language = LocaleContextHolder.getLocale();
        UriComponentsBuilder later = UriComponentsBuilder.fromPath("/evidence/reports/" + name.id() + "/charts");
        choices.forEach(later::queryParam);
        return Section.of(
                false,
                "section.report",
                shell(name, choices),
                person.recent(
                        language.getLanguage() + " report " + name + " " + choices,
                        () -> charts(person, name, choices, language),
                        patience),
                later.encode().build().toUriString());
    }

    /** Number of rows and charts, without what is said of the file, which nobody gets here. */
    private CommandPage charts(Person person, Name name, Map<String, String> choices, Locale language) {
        try (ReportFile file = ReportFile.make()) {
            CommandPage page = person.run(language, command(name, choices, file.path(Form.CSV.extension())));
            List<CommandPage.Block> blocks = new ArrayList<>();
            if (page.exit() == ExitCode.DONE) {
                String rows = texts.getMessage(
                        "report.rows",
                        new Object[] {String.valueOf(page.fields().get("rows"))},
                        language);
                blocks.add(new CommandPage.Sentence(rows, CommandPage.Tone.PLAIN, ""));
            }
            page.blocks().stream()
                    .filter(block ->
                            !(block instanceof CommandPage.Sentence said) || said.tone() != CommandPage.Tone.PLAIN)
                    .forEach(blocks::add);
            return page.with(blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(Person person) {
        if (!ConsolePage.may(person.role(), COMMAND)) {
            throw new AccessDeniedException("reports are not for this role");
        }
    }

    private static List<String> command(Name name, Map<String, String> choices, Path file) {
        List<String> typed = new ArrayList<>(List.of(COMMAND, name.id(), "--output=" + file));
        choices.forEach((choice, value) -> typed.add(option(choice, value)));
        return typed;
    }

    private static String shell(Name name, Map<String, String> choices) {
        List<String> typed = new ArrayList<>(List.of(COMMAND, name.id(), "-o", name.id() + ".xlsx"));
        choices.forEach((choice, value) -> typed.add(option(choice, value)));
        return ShellText.of(typed);
    }

    private static String option(String choice, String value) {
        return choice.equals("all") ? "--all" : "--" + choice + "=" + value;
    }

    /** Choices that the report has, with their values. */
    private static Map<String, String> choices(Name name, Map<String, String> asked) {
        Map<String, String> choices = new TreeMap<>();
        name.choices().forEach(choice -> {
            String value = asked.getOrDefault(choice, "").strip();
            if (!value.isEmpty() && (!choice.equals("all") || value.equals("true"))) {
                choices.put(choice, value);
            }
        });
        return choices;
    }

    private static Name name(String report) {
        return Arrays.stream(Name.values())
                .filter(each -> each.id().equals(report))
                .findFirst()
                .orElseThrow(UnknownPageException::new);
    }
}
