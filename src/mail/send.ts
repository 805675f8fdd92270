import { EmailMessage } from "cloudflare:email";

/**
 * Answers a mail to its envelope sender: the only address that Cloudflare lets an answer go to.
 * @throws whatever the mail service says, which may hold addresses: never to be logged.
 */
export async function reply(message: ForwardableEmailMessage, from: string, raw: string): Promise<void> {
  await message.reply(new EmailMessage(from, message.from, raw));
}
