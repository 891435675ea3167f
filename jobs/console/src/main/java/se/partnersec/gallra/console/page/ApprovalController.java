package se.partnersec.gallra.console.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.person.Person;

/**
 * Requests that take two people: the list, each one with what it would change, and the forms by which another person approves it or
 * somebody takes it back. The database decides who may approve; its refusal is shown in words.
 */
@Controller
final class ApprovalController {
    private static final String LIST = "/approvals";
    private static final String ONE = LIST + "/{approval:(?:[AP]-[0-9]{1,18}|p-[0-9-]{1,40})}";
    private static final Set<String> LASTING = Set.of("RUN", "PLAN", "REPLAY", "PERMIT");
    /** Number of a hold: whoever writes requests by SQL may have written anything for it. */
    private static final String HOLD = "H-[0-9]{1,18}";

    private static final String ACT = ONE + "/{act:approve|withdraw}";

    /** Answer to a request. */
    enum Act {
        APPROVE,
        WITHDRAW;

        /** As it is typed after {@code gallra approvals}, and in addresses. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Those that may come next. What the approval itself carries out cannot be taken back after it. */
        static List<Act> of(Map<String, ?> asked) {
            return switch (String.valueOf(asked.get("state"))) {
                case "WAITING", "OPEN" -> List.of(APPROVE, WITHDRAW);
                case "APPROVED" -> LASTING.contains(String.valueOf(asked.get("kind"))) ? List.of(WITHDRAW) : List.of();
                default -> List.of();
            };
        }

        List<String> options() {
            return this == WITHDRAW ? List.of(ActForm.REASON) : List.of();
        }
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
        Sections sections = about(person, approval, new Sections(person));
        Map<String, ?> asked = asked(sections.all());
        boolean own = String.valueOf(asked.get("askedBy")).startsWith(person.login() + "@");
        model.addAttribute(
                "orders",
                Act.of(asked).stream()
                        .filter(act -> may(person, act) && !(own && act == Act.APPROVE))
                        .map(act -> new OrderController.Link(path(approval, act), "approval." + act))
                        .toList());
        if (own && Act.of(asked).contains(Act.APPROVE)) {
            model.addAttribute("remark", "approval.own");
        }
        return ReadController.page(ConsolePage.APPROVALS, model, sections);
    }

    @GetMapping(ACT)
    String form(
            @AuthenticationPrincipal Person person,
            @PathVariable String approval,
            @PathVariable("act") String word,
            Model model) {
        return form(approval, act(person, word)).show(model, Map.of(), about(person, approval, new Sections(person)));
    }

    /** A request is approved once, however often the form is sent: the database takes one approval of it. */
    @PostMapping(ACT)
    String give(
            @AuthenticationPrincipal Person person,
            @PathVariable String approval,
            @PathVariable("act") String word,
            @RequestParam Map<String, String> typed,
            Model model,
            RedirectAttributes after) {
        Act act = act(person, word);
        ActForm form = form(approval, act);
        List<String> command = form.typed(List.of("approvals", act.word()), typed);
        command.addAll(List.of("--", approval));
        Section refused = ActForm.give(person, command, after);
        return refused == null
                ? "redirect:" + form.back()
                : form.show(model, typed, about(person, approval, new Sections(person).add(refused)));
    }

    private static Act act(Person person, String word) {
        Act act = Act.valueOf(word.toUpperCase(Locale.ROOT));
        if (!may(person, act)) {
            throw new AccessDeniedException("approvals are not for this role");
        }
        return act;
    }

    private static boolean may(Person person, Act act) {
        return ConsolePage.may(person.role(), "approvals " + act.word());
    }

    private static ActForm form(String approval, Act act) {
        return new ActForm(
                ConsolePage.APPROVALS,
                "approval." + act,
                path(approval, act),
                LIST + "/" + approval,
                act.options(),
                "");
    }

    private static String path(String approval, Act act) {
        return LIST + "/" + approval + "/" + act.word();
    }

    /** The request, and what it would change. */
    private static Sections about(Person person, String approval, Sections sections) {
        sections.add("section.approval", "approvals show", approval);
        Map<String, ?> asked = asked(sections.all());
        return switch (String.valueOf(asked.get("kind"))) {
            case "PLAN", "REPLAY" -> sections.add("section.plan", "plans show", approval);
            // Once settled, the difference to the rules in force is another.
            case "RULES" ->
                Act.of(asked).contains(Act.APPROVE)
                        ? sections.add("section.rules", "policy diff", "adopted")
                        : sections;
            case "RELEASE" -> {
                String hold = String.valueOf(asked.get("hold"));
                yield hold.matches(HOLD) ? sections.add("section.hold", "holds show", hold) : sections;
            }
            default -> sections;
        };
    }

    /** Fields of the request that the command showed; empty if it showed none. */
    private static Map<String, ?> asked(List<Section> sections) {
        return sections.stream()
                .map(section -> section.page().fields().get("approvals"))
                .filter(List.class::isInstance)
                .flatMap(found -> ((List<?>) found).stream())
                .filter(Map.class::isInstance)
                .map(found -> (Map<String, ?>) found)
                .findFirst()
                .orElse(Map.of());
    }
}
