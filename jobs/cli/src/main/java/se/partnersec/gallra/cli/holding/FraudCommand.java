package se.partnersec.gallra.cli.holding;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.holds.blocklist.BlockListService;
import se.partnersec.gallra.holds.blocklist.BlockedAddress;
import se.partnersec.gallra.holds.hold.PersonReadLog;

/** The block list: looks addresses up, blocks them, and lifts blocks. */
@Command(name = "fraud", header = "Look up, block and unblock addresses.")
public final class FraudCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<BlockListService> blocks;
    private final ObjectProvider<PersonReadLog> reads;

    @Spec
    private @Nullable CommandSpec spec;

    FraudCommand(CommandContext session, ObjectProvider<BlockListService> blocks, ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.blocks = blocks;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "find",
            header = "Find blocks by address, range, prefix or indicator.",
            description = "An indicator is that of a quarantined message.",
            footer = {"  gallra fraud find 192.0.2.0/24", "  gallra fraud find paket.example"})
    int find(@Parameters(paramLabel = "TEXT", description = "Text to find.") String text) {
        CliMessages words = session.words();
        reads.getObject().note("fraud-find", "address", text);
        List<BlockedAddress> found = blocks.getObject().find(text);
        Table table = new Table(words, "blocks")
                .text("block", "column.block")
                .text("address", "column.address")
                .text("state", "column.state")
                .text("reviewBy", "column.review-by")
                .number("messages", "column.messages")
                .text("reason", "column.reason");
        for (BlockedAddress each : found) {
            table.row(each.key(), each.address(), state(each), each.reviewBy(), each.messages(), each.reason());
        }
        table.print(session.terminal(), words.say("fraud.none"));
        return 0;
    }

    @Command(
            name = "block",
            header = "Block an address.",
            description = "The block lasts until it is lifted, or until the day given with --until.",
            footer = {"  gallra fraud block 192.0.2.7 --reason 'Phishing, case 4711' --review-by 2027-03-31"})
    int block(
            @Parameters(paramLabel = "ADDRESS", description = "IPv4 or IPv6 address.") String address,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason.") String reason,
            @Option(
                            names = "--review-by",
                            required = true,
                            paramLabel = "DATE",
                            description = "Review the block by this day, at most 180 days ahead.")
                    LocalDate reviewBy,
            @Option(names = "--until", paramLabel = "DATE", description = "Last day of the block.") @Nullable
                    LocalDate until) {
        BlockedAddress made = blocks.getObject().block(address, reason, reviewBy, until);
        session.terminal().field("block", made.key());
        session.terminal().field("reviewBy", made.reviewBy());
        session.terminal()
                .result(session.words()
                        .say("fraud.blocked", made.address(), made.key(), String.valueOf(made.reviewBy())));
        return 0;
    }

    @Command(name = "lift", header = "Lift a block. Its row is erased 30 days later.")
    int lift(
            @Parameters(paramLabel = "BLOCK", description = "Key of the block, from gallra fraud find.") String key,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Reason; recorded in the audit log, so do not name the address.")
                    String reason) {
        BlockedAddress lifted = blocks.getObject().lift(key, reason);
        session.terminal().field("block", lifted.key());
        session.terminal().result(session.words().say("fraud.lifted", lifted.key(), lifted.address()));
        return 0;
    }

    private Coded state(BlockedAddress block) {
        CliMessages words = session.words();
        if (block.lifted() != null) {
            return new Coded("LIFTED", words.say("fraud.state.lifted", Formats.time(block.lifted())));
        }
        if (block.until() == null) {
            return new Coded("ACTIVE", words.say("fraud.state.active"));
        }
        return session.today().isAfter(block.until())
                ? new Coded("ENDED", words.say("fraud.state.ended", block.until()))
                : new Coded("ACTIVE", words.say("fraud.state.until", block.until()));
    }
}
