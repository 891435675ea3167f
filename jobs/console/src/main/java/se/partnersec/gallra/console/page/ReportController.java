package se.partnersec.gallra.console.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.download.ReportFile;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Reports: their charts on a page, and all their rows as a file with the same choices. */
@Controller
final class ReportController {
    private static final String COMMAND = "report";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(SwedishCalendar.ZONE);

    private final Clock clock;

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

        /** The extension. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ReportController(Clock clock) {
        this.clock = clock;
    }

    @GetMapping("/evidence/reports")
    String reports(Model model) {
        model.addAttribute("sections", List.of());
        return page(model);
    }

    @GetMapping("/evidence/reports/{report}")
    String report(
            @AuthenticationPrincipal Person person,
            @PathVariable String report,
            @RequestParam Map<String, String> asked,
            Model model)
            throws IOException {
        Name name = name(report);
        Map<String, String> choices = choices(name, asked);
        try (ReportFile file = ReportFile.make()) {
            CommandPage page = run(person, name, choices, file.path(Form.CSV.id()));
            Section section = new Section(-1, "section.report", shell(name, choices), shown(page));
            model.addAttribute("rows", page.fields().get("rows"));
            model.addAttribute("sections", List.of(section));
        }
        model.addAttribute("report", name);
        model.addAttribute("forms", Form.values());
        model.addAttribute("choices", choices);
        return page(model);
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

    /** The same with all rows, as a file. */
    @GetMapping(path = "/evidence/reports/{report}", params = "form")
    ResponseEntity<byte[]> file(
            @AuthenticationPrincipal Person person,
            @PathVariable String report,
            @RequestParam Form form,
            @RequestParam Map<String, String> asked)
            throws IOException {
        Name name = name(report);
        Map<String, String> choices = choices(name, asked);
        try (ReportFile file = ReportFile.make()) {
            Path path = file.path(form.id());
            CommandPage page = run(person, name, choices, path);
            if (!Files.exists(path)) {
                String why = String.join(
                        " ",
                        page.blocks().stream()
                                .filter(CommandPage.Sentence.class::isInstance)
                                .map(each -> ((CommandPage.Sentence) each).text())
                                .toList());
                return ResponseEntity.badRequest().body(why.getBytes(StandardCharsets.UTF_8));
            }
            return ResponseEntity.ok()
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            ContentDisposition.attachment()
                                    .filename(fileName(name, choices, form))
                                    .build()
                                    .toString())
                    .header(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                    .body(Files.readAllBytes(path));
        }
    }

    private static CommandPage run(Person person, Name name, Map<String, String> choices, Path file) {
        if (!ConsolePage.may(person.role(), COMMAND)) {
            throw new AccessDeniedException("reports are not for this role");
        }
        List<String> typed = new ArrayList<>(List.of(COMMAND, name.id(), "--output=" + file));
        choices.forEach((choice, value) -> typed.add(option(choice, value)));
        return person.run(LocaleContextHolder.getLocale(), typed);
    }

    private static String option(String choice, String value) {
        return choice.equals("all") ? "--all" : "--" + choice + "=" + value;
    }

    private static String shell(Name name, Map<String, String> choices) {
        List<String> typed = new ArrayList<>(List.of(COMMAND, name.id(), "-o", name.id() + ".xlsx"));
        choices.forEach((choice, value) -> typed.add(option(choice, value)));
        return ShellText.of(typed);
    }

    /** Without what is said of the file, which nobody gets here. */
    private static CommandPage shown(CommandPage page) {
        return page.keeping(
                block -> !(block instanceof CommandPage.Sentence said) || said.tone() != CommandPage.Tone.PLAIN);
    }

    /** Choices that the report has, with their values. */
    private static Map<String, String> choices(Name name, Map<String, String> asked) {
        Map<String, String> choices = new TreeMap<>();
        name.choices().forEach(choice -> {
            String value = asked.getOrDefault(choice, "").strip();
            if (!value.isEmpty()) {
                choices.put(choice, value);
            }
        });
        return choices;
    }

    private String fileName(Name name, Map<String, String> choices, Form form) {
        StringBuilder text = new StringBuilder("gallra-").append(name.id());
        choices.forEach(
                (choice, value) -> text.append('-').append(choice).append(choice.equals("all") ? "" : "-" + value));
        return text.append('-')
                        .append(MINUTE.format(clock.instant()))
                        .toString()
                        .replaceAll("[^A-Za-z0-9]+", "-") + "." + form.id();
    }

    private static Name name(String report) {
        return Arrays.stream(Name.values())
                .filter(each -> each.id().equals(report))
                .findFirst()
                .orElseThrow(UnknownPageException::new);
    }
}
