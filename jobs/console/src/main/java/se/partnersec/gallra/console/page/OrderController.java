package se.partnersec.gallra.console.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Orders to runs. A page says what follows from one and asks for the reason; its form gives the order under the person's own login, once
 * however often it is sent.
 */
@Controller
final class OrderController {
    private static final String ALL = "all";
    private static final String PATH = "/runs/{run:[0-9]{1,18}|all}/orders/{order:pause|resume|stop|set}";

    /** An order. */
    enum Order {
        PAUSE,
        RESUME,
        STOP,
        SET;

        /** As it is typed after {@code gallra runs}, and in addresses. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Those that change something of a run as it stands. @param outcome of the run, or what it does now */
        static List<Order> of(String outcome) {
            return switch (outcome) {
                case "OPEN" -> List.of(PAUSE, SET, STOP);
                case "PAUSED" -> List.of(RESUME, STOP);
                default -> List.of();
            };
        }

        boolean forAll() {
            return this == STOP || this == RESUME;
        }
    }

    /** Link to the page of an order. @param key of its text */
    public record Link(String path, String key) {}

    /** Orders that the person may give to a run. */
    static List<Link> links(Person person, long run, CommandPage shown) {
        return Order.of(String.valueOf(shown.fields().get("outcome"))).stream()
                .filter(order -> may(person, Long.toString(run), order))
                .map(order -> new Link("/runs/" + run + "/orders/" + order.word(), "order." + order))
                .toList();
    }

    /** The order to all runs that the person may give: to stop, or, while all are stopped, to let them start again. */
    static List<Link> links(Person person, CommandPage list) {
        boolean stopped = list.blocks().stream()
                .anyMatch(block ->
                        block instanceof CommandPage.Sentence said && said.tag().equals("HALTED"));
        Order order = stopped ? Order.RESUME : Order.STOP;
        return may(person, ALL, order)
                ? List.of(new Link("/runs/" + ALL + "/orders/" + order.word(), "order." + order + ".all"))
                : List.of();
    }

    private static boolean may(Person person, String run, Order order) {
        String all = order == Order.RESUME && run.equals(ALL) ? " --all" : "";
        return ConsolePage.may(person.role(), "runs " + order.word() + all);
    }

    @GetMapping(PATH)
    String form(
            @AuthenticationPrincipal Person person,
            @PathVariable String run,
            @PathVariable("order") String word,
            Model model) {
        ActForm form = form(run, order(person, run, word), UUID.randomUUID().toString());
        return form.show(model, Map.of(), about(person, run, new Sections(person)));
    }

    /** After it is given the page of the run is opened, which can be made anew without giving it again. */
    @PostMapping(PATH)
    String give(
            @AuthenticationPrincipal Person person,
            @PathVariable String run,
            @PathVariable("order") String word,
            @RequestParam Map<String, String> typed,
            Model model,
            RedirectAttributes after) {
        Order order = order(person, run, word);
        ActForm form = form(run, order, typed.getOrDefault(ActForm.ORDER_ID, ""));
        List<String> command = form.typed(List.of("runs", order.word()), typed);
        command.addAll(run.equals(ALL) ? List.of("--all") : List.of("--", run));
        Section refused = ActForm.give(person, command, after);
        if (refused == null) {
            return "redirect:" + form.back();
        }
        // A refused order was not given, so the corrected form is another one; what may have been given keeps its
        // identifier.
        ActForm next = refused.page().exit() == ExitCode.ENVIRONMENT
                ? form
                : form(run, order, UUID.randomUUID().toString());
        return next.show(model, typed, about(person, run, new Sections(person).add(refused)));
    }

    private static Order order(Person person, String run, String word) {
        Order order = Order.valueOf(word.toUpperCase(Locale.ROOT));
        if (run.equals(ALL) && !order.forAll()) {
            throw new UnknownPageException();
        }
        if (!may(person, run, order)) {
            throw new AccessDeniedException("orders are not for this role");
        }
        return order;
    }

    private static ActForm form(String run, Order order, String id) {
        boolean all = run.equals(ALL);
        return new ActForm(
                ConsolePage.RUNS,
                "order." + order + (all ? ".all" : ""),
                "/runs/" + run + "/orders/" + order.word(),
                all ? "/runs" : "/runs/" + run,
                options(order),
                id);
    }

    /** What the form of an order asks for, as the options of its command are called. */
    private static List<String> options(Order order) {
        return switch (order) {
            case PAUSE -> List.of(ActForm.REASON, "for");
            case SET -> List.of(ActForm.REASON, "rate", "chunk");
            case RESUME, STOP -> List.of(ActForm.REASON);
        };
    }

    private static Sections about(Person person, String run, Sections sections) {
        return run.equals(ALL)
                ? sections.add("section.runs", "runs list", "--limit=15")
                : sections.add("section.run", "runs show", run);
    }
}
