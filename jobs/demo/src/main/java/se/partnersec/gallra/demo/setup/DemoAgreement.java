package se.partnersec.gallra.demo.setup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.request.Approval;

/**
 * What the two invented people of a demonstration agreed on.
 *
 * @param rules that the rules and limits are in force; null if they were, or nobody could be invented
 * @param runs first runs of categories
 */
public record DemoAgreement(@Nullable Approval rules, List<Approval> runs) {
    public DemoAgreement {
        runs = List.copyOf(runs);
    }
}
