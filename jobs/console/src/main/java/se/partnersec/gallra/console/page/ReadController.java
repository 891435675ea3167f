package se.partnersec.gallra.console.page;

import java.util.List;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import se.partnersec.gallra.console.act.Act;
import se.partnersec.gallra.console.act.ActLink;
import se.partnersec.gallra.console.live.LiveView;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.RoleRights;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.person.Person;

/** Pages that show results of commands and take nothing but numbers and names of what they show. */
@Controller
final class ReadController {
    private static final int SOON = 3;
    private static final int LATER = 15;

    private final RoleRights rights;

    ReadController(MessageSource texts) {
        this.rights = new RoleRights(texts);
    }

    @GetMapping("/runs/findings/{finding:[0-9]{1,18}}")
    String finding(@AuthenticationPrincipal Person person, @PathVariable String finding, Model model) {
        model.addAttribute("acts", ActLink.of(person, finding, Act.ACK));
        return page(ConsolePage.RUNS, model, new Sections(person).add("section.finding", "findings show", finding));
    }

    @GetMapping("/plans")
    String plans(@AuthenticationPrincipal Person person, Model model) {
        model.addAttribute("acts", ActLink.of(person, "", Act.PLAN, Act.ALLOW));
        return page(ConsolePage.PLANS, model, new Sections(person).add("section.plans", "plans list"));
    }

    @GetMapping("/plans/{plan:p-[0-9-]{1,40}}")
    String plan(@AuthenticationPrincipal Person person, @PathVariable String plan, Model model) {
        return page(ConsolePage.PLANS, model, new Sections(person).add("section.plan", "plans show", plan));
    }

    @GetMapping("/system")
    String system(@AuthenticationPrincipal Person person, Model model) {
        model.addAttribute(
                "acts",
                ActLink.of(
                        person,
                        "",
                        Act.ADOPT,
                        Act.ADD_LOGIN,
                        Act.REMOVE_LOGIN,
                        Act.LEAVE,
                        Act.OFFER_PASSKEY,
                        Act.ADD_PASSKEY,
                        Act.END_PASSKEY));
        return page(
                ConsolePage.SYSTEM,
                model,
                new Sections(person)
                        .addForAll("section.version", "policy check")
                        .addForAll("section.policy", "policy show")
                        .add("section.people", "people list")
                        .add("section.passkeys", "passkeys list")
                        .add(rights.section(person.role())));
    }

    /** A list of what is open, or of all. */
    static Sections listed(Sections sections, String title, String command, boolean all) {
        return all ? sections.add(title + ".all", command, "--all") : sections.add(title, command);
    }

    /** Says after how many seconds a page without JavaScript makes itself anew. */
    static void again(Model model, List<Section> sections) {
        if (sections.stream().anyMatch(section -> section.later() != null)) {
            model.addAttribute("again", SOON);
        } else if (model.getAttribute("live") instanceof LiveView.Shown live
                && !live.lines().isEmpty()) {
            model.addAttribute("again", LATER);
        }
    }

    static String page(ConsolePage page, Model model, Sections sections) {
        model.addAttribute("page", page);
        model.addAttribute("sections", sections.all());
        again(model, sections.all());
        return "page";
    }
}
