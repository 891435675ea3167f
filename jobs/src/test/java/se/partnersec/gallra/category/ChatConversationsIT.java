package se.partnersec.gallra.category;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("core")
class ChatConversationsIT extends CategoryContractTest {
    ChatConversationsIT(Workplace work) {
        super(Scene.CHATS, work);
    }
}
