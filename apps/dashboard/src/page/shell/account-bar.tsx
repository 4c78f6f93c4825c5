import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { signOut, useSession } from "../api/session.ts";
import { describeError } from "../parts/problem-note.tsx";
import { toasts } from "../parts/toasts.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

/** Who is signed in, and the way out. */
export function AccountBar() {
  const { publisher, roles } = useSession();
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: () => signOut(client),
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
  });
  return (
    <div className="account">
      <div className="account-words">
        <span className="account-name">{publisher.name}</span>
        <span className="account-roles">{roles.join(" and ")}</span>
      </div>
      <ThemeToggle />
      <button
        type="button"
        className="icon-button"
        aria-label="Sign out"
        title="Sign out"
        onClick={() => leave.mutate()}
      >
        <LogOut size={18} strokeWidth={1.8} aria-hidden="true" />
      </button>
    </div>
  );
}
