package se.partnersec.gallra.console.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.console.picture.RecordTimeline;

/** One question: is this kept, until when and why? What was asked is in the body of the request, never in its address. */
@Controller
final class WhyController {
    private static final int LONGEST = 200;

    /** What a key is of, and the option that looks it up. */
    enum Kind {
        CUSTOMER("--customer="),
        INVOICE("--invoice="),
        OCR("--ocr="),
        ORG_NO("--org-no="),
        USER("--user="),
        VOUCHER("--voucher="),
        RECORD("");

        private final String option;

        Kind(String option) {
            this.option = option;
        }

        public String key() {
            return "why.kind." + name();
        }
    }

    private final MessageSource texts;

    WhyController(MessageSource texts) {
        this.texts = texts;
    }

    @GetMapping("/why")
    String form(Model model) {
        return page(Kind.INVOICE, "", "", List.of(), model);
    }

    @PostMapping("/why")
    String answer(
            @AuthenticationPrincipal Person person,
            @RequestParam Kind kind,
            @RequestParam String key,
            @RequestParam(defaultValue = "") String year,
            @RequestParam(defaultValue = "") String entity,
            Model model) {
        String asked = key.strip();
        if (asked.isEmpty() || asked.length() > LONGEST || year.length() > LONGEST || entity.length() > LONGEST) {
            model.addAttribute("problem", asked.isEmpty() ? "why.empty" : "why.long");
            return page(kind, asked.substring(0, Math.min(LONGEST, asked.length())), "", List.of(), model);
        }
        Sections sections = new Sections(person);
        if (kind == Kind.RECORD) {
            // After the two dashes nothing is an option.
            sections.add("section.why", "explain", "--", asked);
        } else {
            List<String> arguments = new ArrayList<>(List.of(kind.option + asked));
            if (kind == Kind.VOUCHER) {
                add(arguments, "--year=", year);
                add(arguments, "--entity=", entity);
            }
            sections.add("section.why", "holds find", arguments.toArray(String[]::new));
        }
        if (kind == Kind.RECORD) {
            sections.all().stream()
                    .map(each -> RecordTimeline.of(
                            texts, LocaleContextHolder.getLocale(), each.page().fields()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(timeline -> model.addAttribute("timeline", timeline));
        }
        return page(kind, asked, year.strip(), sections.all(), model);
    }

    private static void add(List<String> arguments, String option, String value) {
        if (!value.isBlank()) {
            arguments.add(option + value.strip());
        }
    }

    private static String page(Kind kind, String key, String year, List<Section> sections, Model model) {
        model.addAttribute("page", ConsolePage.WHY);
        model.addAttribute("kinds", Kind.values());
        model.addAttribute("kind", kind);
        model.addAttribute("key", key);
        model.addAttribute("year", year);
        model.addAttribute("sections", sections);
        return "why";
    }
}
