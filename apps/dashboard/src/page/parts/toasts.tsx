import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";

/** Says something in passing, from anywhere: "A test is on its way." */
export const toasts = Toast.createToastManager();

/** The place where passing messages appear; screen readers hear them. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} timeout={5_000} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts: shown } = Toast.useToastManager();
  return shown.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={`toast toast-${toast.type ?? "done"}`}>
      <Toast.Title className="toast-title" />
      <Toast.Close className="icon-button" aria-label="Dismiss">
        <X size={16} aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  ));
}
