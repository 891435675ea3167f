package se.partnersec.gallra.console.page;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/** Holds, and what each of them keeps. */
@Controller
final class HoldController {
    private static final int LONG_LIST = 200;

    private final MessageSource texts;

    HoldController(MessageSource texts) {
        this.texts = texts;
    }

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
        Sections sections = new Sections(person).add("section.hold", "holds show", hold);
        if (counts(person) && sections.all().get(0).page().exit() == ExitCode.DONE) {
            sections.add(counted(person, hold, Duration.ofMillis(Sections.WAIT_MILLIS)));
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

    private Section counted(Person person, String hold, Duration patience) {
        Locale language = LocaleContextHolder.getLocale();
        List<String> typed = List.of("holds", "show", hold, "--count");
        return Section.of(
                true,
                "section.hold-count",
                ShellText.of(typed),
                person.recent(
                        language.getLanguage() + " " + typed,
                        () -> count(person.run(language, typed), language),
                        patience),
                "/holds/" + hold + "/count");
    }

    /** The result without the table of the hold, which the page has already. */
    private CommandPage count(CommandPage result, Locale language) {
        List<CommandPage.Block> blocks = result.blocks().stream()
                .filter(block -> !(block instanceof CommandPage.Rows))
                .toList();
        return result.with(
                blocks.isEmpty()
                        ? List.of(new CommandPage.Sentence(
                                texts.getMessage("hold.count.none", null, language), CommandPage.Tone.PLAIN, ""))
                        : blocks);
    }
}
