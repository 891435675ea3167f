package se.partnersec.gallra.console.page;

import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.console.act.ActLink;
import se.partnersec.gallra.console.act.ActSubject;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.database.schema.PersonRole;

/** Requests that take two people: the list, and each one with what it would change. */
@Controller
final class ApprovalController {
    private static final String LIST = "/approvals";
    private static final String ONE = LIST + "/{approval:(?:[AP]-[0-9]{1,18}|p-[0-9-]{1,40})}";

    private final ActSubject subject;

    ApprovalController(MessageSource texts) {
        this.subject = new ActSubject(texts);
    }

    @GetMapping(LIST)
    String approvals(
            @AuthenticationPrincipal Person person, @RequestParam(defaultValue = "false") boolean all, Model model) {
        model.addAttribute("listed", all);
        return ReadController.page(
                ConsolePage.APPROVALS,
                model,
                ReadController.listed(new Sections(person), "section.approvals", "approvals list", all));
    }

    @GetMapping(ONE)
    String approval(@AuthenticationPrincipal Person person, @PathVariable String approval, Model model) {
        Sections sections = subject.approval(approval, person, new Sections(person));
        Map<String, ?> asked = ActSubject.asked(sections.all());
        // With single sign-on nobody asks for anything; whether a login of theirs did, the database knows.
        boolean own = person.role() != PersonRole.SSO
                && String.valueOf(asked.get("askedBy")).startsWith(person.login() + "@");
        model.addAttribute("acts", ActLink.ofApproval(person, approval, asked, own));
        if (own && ActLink.WAITING.contains(String.valueOf(asked.get("state")))) {
            model.addAttribute("remark", "act.own");
        }
        return ReadController.page(ConsolePage.APPROVALS, model, sections);
    }
}
