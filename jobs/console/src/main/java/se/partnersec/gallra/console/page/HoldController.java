package se.partnersec.gallra.console.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import se.partnersec.gallra.console.act.Act;
import se.partnersec.gallra.console.act.ActLink;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.HoldCount;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/** Holds, and what each of them keeps. */
@Controller
final class HoldController {
    private static final int LONG_LIST = 200;

    private final HoldCount counts;

    HoldController(MessageSource texts) {
        this.counts = new HoldCount(texts);
    }

    @GetMapping("/holds")
    String holds(@AuthenticationPrincipal Person person, Model model) {
        model.addAttribute(
                "acts", ActLink.of(person, "", Act.HOLD, Act.BOOKS, Act.SIGN, Act.YEAR, Act.REMOVE_YEAR, Act.PERMIT));
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

    /** Whoever may ask why a record is kept also sees how many the hold keeps. */
    @GetMapping("/holds/{hold:H-[0-9]{1,18}}")
    String hold(@AuthenticationPrincipal Person person, @PathVariable String hold, Model model) {
        Sections sections = new Sections(person).add("section.hold", "holds show", hold);
        if (HoldCount.by(person) && sections.all().get(0).page().exit() == ExitCode.DONE) {
            Map<String, ?> fields = sections.all().get(0).page().fields();
            if (fields.get("releaseApproval") == null && standing(fields.get("holds"))) {
                model.addAttribute("acts", ActLink.of(person, hold, Act.RELEASE));
            }
            sections.add(counts.of(person, hold, Duration.ofMillis(Sections.WAIT_MILLIS)));
        }
        return ReadController.page(ConsolePage.HOLDS, model, sections);
    }

    private static boolean standing(@Nullable Object holds) {
        return holds instanceof List<?> all
                && all.stream().anyMatch(each -> each instanceof Map<?, ?> hold && hold.get("releasedAt") == null);
    }

    @GetMapping("/holds/{hold:H-[0-9]{1,18}}/count")
    String count(@AuthenticationPrincipal Person person, @PathVariable String hold, Model model) {
        if (!HoldCount.by(person)) {
            throw new AccessDeniedException("counts are not for this role");
        }
        model.addAttribute("section", counts.of(person, hold, LaterController.PATIENCE));
        return LaterController.PART;
    }
}
