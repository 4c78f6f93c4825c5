import { Button } from "../../parts/button.tsx";
import { CodeLine } from "../../parts/code-line.tsx";
import { Dialog } from "../../parts/dialog.tsx";

/** A secret that this answer alone held. */
export interface SecretDialogProps {
  readonly title: string;
  readonly secret: string | null;
  readonly name: string;
  readonly advice: string;
  readonly onDone: () => void;
}

/** Shows a secret once. It closes by its button only, so that nobody loses it by a stray click. */
export function SecretDialog({ title, secret, name, advice, onDone }: SecretDialogProps) {
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={(open) => !open && onDone()}
      title={title}
      description={advice}
      mustBeAnswered
    >
      {secret !== null && <CodeLine text={secret} label={name} />}
      <div className="dialog-actions">
        <Button look="primary" onClick={onDone}>
          I have stored it
        </Button>
      </div>
    </Dialog>
  );
}
