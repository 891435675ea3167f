package se.partnersec.gallra.console.page;

import java.time.Duration;
import java.util.List;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.person.Person;

/** Holds, and what each of them keeps. */
@Controller
final class HoldController {
    private static final int LONG_LIST = 200;

    @GetMapping("/holds")
    String holds(@AuthenticationPrincipal Person person, Model model) {
        return ReadController.page(
                ConsolePage.HOLDS,
                model,
                new Sections(person)
                        .add("section.holds", "holds list", "--limit=" + LONG_LIST)
                        .addSlow(SlowPart.UPCOMING)
                        .add("section.years", "holds years list")
                        .add("section.permits", "holds permits list")
                        .addSlow(SlowPart.RECONCILE));
    }

    /** Whoever may ask why a record is kept also sees how many the hold keeps: every record that it reaches is counted. */
    @GetMapping("/holds/{hold:H-[0-9]{1,18}}")
    String hold(@AuthenticationPrincipal Person person, @PathVariable String hold, Model model) {
        Sections sections = new Sections(person);
        if (counts(person)) {
            sections.add(counted(person, hold, Duration.ofMillis(Sections.WAIT_MILLIS)));
        } else {
            sections.add("section.hold", "holds show", hold);
        }
        return ReadController.page(ConsolePage.HOLDS, model, sections);
    }

    @GetMapping("/holds/{hold:H-[0-9]{1,18}}/count")
    String count(@AuthenticationPrincipal Person person, @PathVariable String hold, Model model) {
        if (!counts(person)) {
            throw new AccessDeniedException("counts are not for this role");
        }
        model.addAttribute("section", counted(person, hold, LaterController.PATIENCE));
        return LaterController.PART;
    }

    private static boolean counts(Person person) {
        return ConsolePage.may(person.role(), "explain");
    }

    private static Section counted(Person person, String hold, Duration patience) {
        List<String> typed = List.of("holds", "show", hold, "--count");
        return Section.of(
                true,
                "section.hold",
                ShellText.of(typed),
                person.recent(LocaleContextHolder.getLocale(), typed, patience),
                "/holds/" + hold + "/count");
    }
}
